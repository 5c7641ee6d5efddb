import Foundation
import StrataFiles
import Testing

@testable import StrataDatasets

/// Arrays of NumPy: what NumPy wrote is read, and what is written is what NumPy would write.
struct NPYArrayTests {
  static func fixture(_ name: String) throws -> URL {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures/arrays", withExtension: nil))
    return folder.appendingPathComponent(name)
  }

  /// What the script wrote at an index.
  private static func number(_ kind: String, _ index: Int) -> Float {
    switch kind.first {
    case "b": index % 3 == 0 ? 1 : 0
    case "u": Float(index)
    case "i": Float(index - 3)
    default: Float(index) / 4 - 1
    }
  }

  @Test(.enabled(if: ZipReader.isAvailable), arguments: ["types.npz", "types-deflated.npz"])
  func everyTypeInEveryOrderIsRead(name: String) throws {
    let archive = try NPZArchive(contentsOf: Self.fixture(name))
    #expect(archive.names.count == 14 * 4)
    for name in archive.names {
      let array = try #require(try archive.array(name))
      #expect(array.shape == [2, 3, 2] && array.count == 12, "\(name)")
      let kind = String(name.prefix { $0 != "-" })
      switch kind.first {
      case "U", "S":
        let letter = kind.first == "U" ? "é" : "a"
        #expect(try array.strings() == (0..<12).map { String(repeating: letter, count: $0) }, "\(name)")
      default:
        let expected = (0..<12).map { Self.number(kind, $0) }
        #expect(try array.floats() == expected, "\(name)")
        if kind.first != "f" { #expect(try array.integers() == expected.map { Int($0) }, "\(name)") }
      }
      #expect((array.bytes != nil) == (kind == "u1"), "\(name)")
    }
  }

  @Test func whatIsWrittenIsWhatNumPyWrites() throws {
    let shape = [2, 3, 2]
    let arrays: [(String, NPYArray)] = [
      ("u1", NPYArray((0..<12).map { UInt8($0) }, shape: shape)),
      ("i4", NPYArray((0..<12).map { Int32($0) - 3 }, shape: shape)),
      ("i8", NPYArray((0..<12).map { Int64($0) - 3 }, shape: shape)),
      ("f4", NPYArray((0..<12).map { Float($0) / 4 - 1 }, shape: shape)),
      ("U11", NPYArray((0..<12).map { String(repeating: "é", count: $0) }, shape: shape)),
      ("flat", NPYArray((0..<3).map { Int32($0) }, shape: [3])),
    ]
    for (name, array) in arrays {
      let written = [UInt8](try Data(contentsOf: Self.fixture("\(name).npy")))
      #expect(array.encoded == written, "\(name)")
    }
  }

  @Test func aSingleNumberHasNoDimensions() throws {
    let array = try NPYArray(contentsOf: Self.fixture("single.npy"))
    #expect(array.shape == [] && array.count == 1)
    #expect(try array.floats() == [1.5])
  }

  @Test(arguments: 0..<50) func whatIsWrittenIsRead(seed: Int) throws {
    var numbers = SeededNumbers(seed: UInt64(seed))
    let shape = (0..<Int.random(in: 0...4, using: &numbers)).map { _ in Int.random(in: 0...5, using: &numbers)
    }
    let count = shape.reduce(1, *)
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("a.npy")
    let floats = (0..<count).map { _ in Float.random(in: -1e30...1e30, using: &numbers) }
    try NPYArray(floats, shape: shape).write(to: url)
    #expect(try NPYArray(contentsOf: url).floats() == floats)
    #expect(try NPYArray(contentsOf: url).shape == shape)
    let integers = (0..<count).map { _ in Int64.random(in: .min ... .max, using: &numbers) }
    let again = try NPYArray(bytes: NPYArray(integers, shape: shape).encoded[...], at: "a")
    #expect(try again.integers() == integers.map { Int($0) })
    let words = (0..<count).map { _ in
      String(
        (0..<Int.random(in: 0...6, using: &numbers)).compactMap { _ in
          "aé漢😀 \"\n".randomElement(using: &numbers)
        })
    }
    #expect(try NPYArray(bytes: NPYArray(words, shape: shape).encoded[...], at: "a").strings() == words)
  }

  /// Fortran's order against the definition, for any shape and size of element.
  @Test(arguments: 0..<60) func theOrderOfAxesIsTurned(seed: Int) {
    var numbers = SeededNumbers(seed: UInt64(seed))
    let shape = (0..<Int.random(in: 1...4, using: &numbers)).map { _ in Int.random(in: 1...5, using: &numbers)
    }
    let size = [1, 2, 4, 8, 3, 20][seed % 6]
    let count = shape.reduce(1, *)
    let source = (0..<count * size).map { _ in UInt8.random(in: 0...255, using: &numbers) }
    let turned = AxisOrder.lastVaryingFastest(source[...], shape: shape, size: size)
    for index in 0..<count {
      var (rest, place, step) = (index, 0, count)
      for length in shape.reversed() {
        step /= length
        place += rest % length * step
        rest /= length
      }
      #expect(turned[index * size..<(index + 1) * size] == source[place * size..<(place + 1) * size])
    }
  }
}

/// Random numbers from a seed (SplitMix64, Steele et al. 2014).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return word ^ word >> 31
  }
}
