import StrataLinearAlgebra
import Testing

/// The generator against the known answers that its authors publish with Random123 (`kat_vectors`,
/// philox4x32 with 10 rounds).
struct PhiloxTests {
  struct KnownAnswer {
    let counter: (UInt32, UInt32, UInt32, UInt32)
    let key: (UInt32, UInt32)
    let output: [UInt32]
  }

  static let knownAnswers = [
    KnownAnswer(
      counter: (0, 0, 0, 0), key: (0, 0),
      output: [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
    KnownAnswer(
      counter: (0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff), key: (0xffff_ffff, 0xffff_ffff),
      output: [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
    KnownAnswer(
      counter: (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: (0xa409_3822, 0x299f_31d0),
      output: [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]),
  ]

  @Test(arguments: 0..<knownAnswers.count)
  func publishedKnownAnswers(_ index: Int) {
    let answer = Self.knownAnswers[index]
    #expect(philox(counter: answer.counter, key: answer.key) == answer.output)
  }

  /// Which counter serves which element is part of what a seed means: runs of the past depend on it.
  @Test(arguments: [0, 1, 0xDEAD_BEEF_0123_4567] as [UInt64])
  func elementsAreDealtToBlocksInGroupsOf64(seed: UInt64) {
    let (example, epoch, hashOfFoobar) = (UInt32(5), UInt32(9), UInt32(0xbf9c_f968))
    let stream = RandomStream(seed: seed, purpose: "foobar", epoch: Int(epoch))
    let bits = stream.bits(count: 200, example: Int(example))
    let expected = (0..<200).map { element in
      let (group, place) = (UInt32(element / 64), UInt32(element % 64))
      let block = philox(
        counter: (group * 16 + place % 16, example, epoch, hashOfFoobar),
        key: (UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32)))
      return block[Int(place / 16)]
    }
    #expect(bits == expected)
  }
}
