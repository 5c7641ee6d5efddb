import Foundation
import StrataFiles
import StrataLinearAlgebra
import StrataTestSupport
import Testing

@testable import StrataDatasets

/// Images that are made of others by small deformations.
struct DeformedDigitsTests {
  private static func originals(_ count: Int = 20) throws -> ByteMatrix {
    let digits = SyntheticDigits.generate(train: count, validation: 1, test: 1, seed: 3).train.features
    return ByteMatrix(
      rows: count, columns: 784,
      digits.matrix(rows: 0..<count).elements.map { UInt8((255 * $0).rounded()) })
  }

  /// An image follows from the seed and its number alone, in whatever pieces they are made.
  @Test func eachFollowsFromItsNumber() throws {
    let digits = DeformedDigits(try Self.originals(), side: 28, seed: 1)
    let whole = digits.images(0..<100)
    #expect(digits.images(0..<37) + digits.images(37..<100) == whole)
    #expect(Array(whole.prefix(20 * 784)) == Array(try Self.originals().bytes))
    #expect(DeformedDigits(try Self.originals(), side: 28, seed: 2).images(20..<30) != digits.images(20..<30))
    // Beyond what 31 bits number, too.
    let far = digits.images(1 << 31..<1 << 31 + 2)
    #expect(far.count == 2 * 784 && Array(far) != Array(digits.images(0..<2)))
  }

  /// Small: about as much ink, about where it was, nearer to the original than to most others.
  @Test func theyLookLikeTheirOriginals() throws {
    let originals = try Self.originals()
    let made = DeformedDigits(originals, side: 28, seed: 5).images(20..<220)
    func image(_ bytes: ArraySlice<UInt8>) -> [Double] { bytes.map(Double.init) }
    func distance(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let known = (0..<20).map { image(originals.bytes[$0 * 784..<($0 + 1) * 784]) }
    var nearest = 0
    for index in 0..<200 {
      let own = image(made[index * 784..<(index + 1) * 784])
      let original = known[index % 20]
      let (ink, before) = (own.reduce(0, +), original.reduce(0, +))
      #expect(ink > 0.6 * before && ink < 1.6 * before)
      #expect(distance(own, original) > 0)
      let best = known.indices.min { distance(own, known[$0]) < distance(own, known[$1]) }
      nearest += best == index % 20 ? 1 : 0
    }
    // By chance it would be 10.
    #expect(nearest > 150)
  }

  @Test(arguments: [1, 3]) func theyAreWrittenAsADataSet(threads: Int) throws {
    let folder = try StrataTestSupport.TemporaryFolder()
    try TinyDigits(side: 8, training: 50, test: 20).write(to: folder)
    let raw = try RawDataset.read(at: folder("digits"), ReadingOptions())
    let target = folder("many-\(threads)")
    var shares: [Double] = []
    try DeformedDigits.write(count: 5000, of: raw, seed: 1, threads: threads, to: target) {
      shares.append($0)
    }
    let many = try RawDataset.read(at: target, ReadingOptions())
    #expect(many.train.values.rows == 5000 && many.test?.values.rows == 20 && shares.last == 1)
    let few = folder("few-\(threads)")
    try DeformedDigits.write(count: 10, of: raw, seed: 1, threads: threads, to: few) { _ in }
    let images = "train-images-idx3-ubyte"
    let (first, all) = try (
      Data(contentsOf: few.appending(path: images)), Data(contentsOf: target.appending(path: images))
    )
    #expect(first.count == 16 + 10 * 64 && first.dropFirst(16) == all[16..<first.count])
    let labels = try #require(many.train.labels)
    #expect((0..<5000).allSatisfy { labels.names[Int(labels.classes[$0])] == "\($0 % 50 % 10)" })
    let hash = try Data(contentsOf: target.appending(path: "train-images-idx3-ubyte"))
    let again = folder("again-\(threads)")
    try DeformedDigits.write(count: 5000, of: raw, seed: 1, threads: 2, to: again) { _ in }
    #expect(try Data(contentsOf: again.appending(path: "train-images-idx3-ubyte")) == hash)
  }

  /// Given up, or refused, it leaves nothing.
  @Test func whatCannotBeMadeLeavesNothing() throws {
    let folder = try StrataTestSupport.TemporaryFolder()
    try TinyDigits(side: 8, training: 50, test: 20).write(to: folder)
    let raw = try RawDataset.read(at: folder("digits"), ReadingOptions())
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try DeformedDigits.write(
        count: 5000, of: raw, seed: 1, threads: 1, to: folder("given-up")
      ) { _ in throw Stop() }
    }
    #expect(throws: InputError.self) {
      try DeformedDigits.write(count: 0, of: raw, seed: 1, threads: 1, to: folder("few")) {
        _ in
      }
    }
    #expect(throws: InputError.self) {
      try DeformedDigits.write(count: 100, of: raw, seed: 1, threads: 1, to: folder("digits")) { _ in }
    }
    #expect(!FileManager.default.fileExists(atPath: folder("given-up").path))
    #expect(FileManager.default.fileExists(atPath: folder("digits/train-images-idx3-ubyte").path))
  }
}
