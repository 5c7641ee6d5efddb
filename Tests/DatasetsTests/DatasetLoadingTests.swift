import Foundation
import StrataDatasets
import StrataFiles
import StrataLinearAlgebra
import Testing

@Suite("loading a folder")
struct DatasetLoadingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("the parts, and what is known about them")
  func parts() throws {
    try folder.writeDataset(training: 12, test: 4)
    let data = try Dataset.load(folder: folder.url, division: Division(rule: .last))
    #expect(data.name == folder.url.lastPathComponent)
    #expect(data.origin == folder.url.path)
    #expect(data.counts == [10, 2, 4])
    #expect(data.sizes == [28, 28, 784])
    #expect(data.train.labels == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(data.validation.labels == [0, 1])
    #expect(Array(data.validation.images.row(1)) == Array(images(12).suffix(784)))
    #expect(!data.isPublished)
    #expect(data.files.count == 4)
  }

  @Test("training and validation images share storage")
  func sharing() throws {
    try folder.writeDataset()
    let data = try Dataset.load(folder: folder.url, division: Division(rule: .last))
    let train = data.train.images.bytes.withUnsafeBufferPointer { $0.baseAddress }
    let validation = data.validation.images.bytes.withUnsafeBufferPointer { $0.baseAddress }
    #expect(validation == train.map { $0 + 10 * 784 })
  }

  @Test("the hash is that of the four files one after the other, however they are compressed and split")
  func hash() throws {
    try folder.writeDataset()
    // cat train-images* train-labels* t10k-images* t10k-labels* | sha256sum
    let expected = "ea942626050ebed5487af7d02c2cfd012dbaab04c70905f1d88da290d3091ccc"
    #expect(try Dataset.load(folder: folder.url).sha256 == expected)
    #expect(
      try Dataset.load(folder: folder.url, division: Division(rule: .last, validation: 5, limit: 1)).sha256
        == expected)
    guard IDXFile.readsGzip else { return }
    try folder.write(gzip(images(12)), to: "train-images-idx3-ubyte.gz")
    #expect(try Dataset.load(folder: folder.url).sha256 == expected)
  }

  @Test("validation takes the last images, a limit the first of the others")
  func split() throws {
    try folder.writeDataset(training: 30)
    let data = try Dataset.load(folder: folder.url, division: Division(rule: .last, validation: 7, limit: 3))
    #expect(data.train.labels == [0, 1, 2])
    #expect(data.validation.labels == [3, 4, 5, 6, 7, 8, 9])
    #expect(
      try Dataset.load(folder: folder.url, division: Division(validation: 0, limit: 99)).train.count == 30)
    #expect(try Dataset.load(folder: folder.url, division: Division(validation: 0)).validation.count == 0)
  }

  @Test("a split that leaves nothing is refused", arguments: [(12, nil), (-1, nil), (1, 0), (1, -5)])
  func badSplit(validation: Int, limit: Int?) throws {
    try folder.writeDataset(training: 12)
    let error = #expect(throws: InputError.self) {
      try Dataset.load(
        folder: folder.url, division: Division(rule: .last, validation: validation, limit: limit))
    }
    #expect(error?.kind == .usage)
    #expect(error?.found == "\(limit ?? validation)")
  }

  @Test("files that do not belong together are refused")
  func mismatch() throws {
    try folder.writeDataset()
    try folder.write(labels(11), to: "train-labels-idx1-ubyte")
    let count = #expect(throws: InputError.self) { try Dataset.load(folder: folder.url) }
    #expect(count?.place.hasSuffix("train-labels-idx1-ubyte") == true)
    #expect(count?.expected.hasPrefix("12 labels") == true)
    #expect(count?.found == "11")

    try folder.writeDataset()
    try folder.write(images(4, height: 14), to: "t10k-images-idx3-ubyte")
    let size = #expect(throws: InputError.self) { try Dataset.load(folder: folder.url) }
    #expect(size?.expected.hasPrefix("images of 28 × 28") == true)
    #expect(size?.found == "images of 14 × 28")
  }

  @Test("classes are counted: those that labels name, whichever they are")
  func classesAreCounted() throws {
    try folder.writeDataset()
    try folder.write(idx(sizes: [4], payload: [0, 9, 10, 255]), to: "t10k-labels-idx1-ubyte")
    let data = try Dataset.load(folder: folder.url, division: Division(rule: .last))
    #expect(data.classNames == (0...10).map(String.init) + ["255"])
    #expect(data.test.labels == [0, 9, 10, 11])
  }

  @Test("a class's only example is one to learn from", arguments: 0..<20)
  func only(seed: UInt64) throws {
    let labels: [Int?] = (0..<60).map { $0 == 17 ? 2 : $0 == 40 ? 3 : $0 % 2 }
    let features = Matrix(rows: 60, columns: 1, (0..<60).map { Float($0) })
    let data = try Dataset(features: features, labels: labels, division: Division(rule: .seed, seed: seed))
    #expect(data.train.classCounts(of: 4)[2...] == [1, 1])
    #expect(data.test.count == 10 && data.validation.count == 8)
    let few = try Dataset(
      features: features, labels: labels, division: Division(rule: .seed, limit: 4, seed: seed))
    #expect(few.train.classCounts(of: 4)[2...] == [1, 1])
  }

  @Test("by seed each class is in proportion, and the same seed draws the same")
  func stratified() throws {
    try folder.writeDataset(training: 120)
    let data = try Dataset.load(folder: folder.url)
    #expect(data.split == .seed)
    #expect(data.counts == [100, 20, 4])
    #expect(data.validation.classCounts(of: 10) == [Int](repeating: 2, count: 10))
    let again = try Dataset.load(folder: folder.url)
    #expect(again.validation.images.bytes == data.validation.images.bytes)
    let other = try Dataset.load(folder: folder.url, division: Division(seed: 2))
    #expect(other.validation.images.bytes != data.validation.images.bytes)
    let limited = try Dataset.load(folder: folder.url, division: Division(limit: 30))
    #expect(limited.train.classCounts(of: 10) == [Int](repeating: 3, count: 10))
  }

  @Test("images that are not as wide as a model")
  func width() throws {
    try folder.writeDataset()
    try folder.write(images(12, height: 10, width: 10), to: "train-images-idx3-ubyte")
    try folder.write(images(4, height: 10, width: 10), to: "t10k-images-idx3-ubyte")
    let data = try Dataset.load(folder: folder.url, division: Division(rule: .last))
    #expect(throws: Never.self) { try data.requireWidth(100, of: "runs/1") }
    let error = #expect(throws: InputError.self) { try data.requireWidth(784, of: "runs/1") }
    #expect(
      error?.description == """
        \(folder.url.path): expected images of 784 pixels, the inputs of runs/1, found images of 100 \
        pixels (10 × 10); use data of that form, or train a model on these
        """)
  }
}
