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
    // Each original's relatives have its label; of each class there are as many as among the originals.
    #expect((50..<5000).allSatisfy { labels.classes[$0] == labels.classes[$0 % 50] })
    #expect(labels.classes.prefix(50).sorted() == (0..<50).map { Int32($0 / 5) })
    let hash = try Data(contentsOf: target.appending(path: "train-images-idx3-ubyte"))
    let again = folder("again-\(threads)")
    try DeformedDigits.write(count: 5000, of: raw, seed: 1, threads: 2, to: again) { _ in }
    #expect(try Data(contentsOf: again.appending(path: "train-images-idx3-ubyte")) == hash)
  }

  /// Of pictures that lie class by class the first few are of all classes; and where there is no test part, one is drawn
  /// before anything is made, so that no test image has relatives among those that are trained on.
  @Test func pictureFoldersAreDividedFirst() throws {
    let folder = try StrataTestSupport.TemporaryFolder()
    // Each image is of one grey, which deformation leaves as it is in the middle.
    let greys = (0..<60).map { UInt8(4 * $0 + 10) }
    let raw = RawDataset(
      layout: .image(height: 8, width: 8),
      train: .init(
        .bytes(ByteMatrix(rows: 60, columns: 64, greys.flatMap { [UInt8](repeating: $0, count: 64) })),
        labels: RawLabels(numbers: (0..<60).map { $0 / 20 })))
    try DeformedDigits.write(count: 300, of: raw, seed: 1, threads: 1, to: folder("made")) { _ in }
    let made = try RawDataset.read(at: folder("made"), ReadingOptions())
    let test = try #require(made.test)
    #expect(test.values.rows == 10 && made.train.values.rows == 300)
    #expect(Set(try #require(test.labels).classes).count == 3)
    #expect(Set(try #require(made.train.labels).classes.prefix(20)).count == 3)
    func middles(_ part: RawDataset.Part) throws -> Set<Float> {
      let numbers = try part.values.numbers()
      return Set((0..<numbers.rows).map { numbers.elements[$0 * 64 + 27] })
    }
    #expect(try middles(test).isDisjoint(with: middles(made.train)))
    #expect(try middles(made.train).count == 50)
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
