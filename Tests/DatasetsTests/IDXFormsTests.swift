import Foundation
import StrataDatasets
import StrataFiles
import StrataLinearAlgebra
import Testing

/// MNIST's format as people have it: under other names, in other folders, with other classes and types.
@Suite("files in MNIST's format, as people have them")
struct IDXFormsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Two images of 2 × 3 to train on for each label, and one to test on.
  private func write(_ labels: [UInt8], _ paths: [String]) throws {
    func images(_ count: Int) -> [UInt8] {
      idx(sizes: [UInt32(count), 2, 3], payload: (0..<count * 6).map { UInt8(255 - $0) })
    }
    let training = labels + labels
    let contents = [
      images(training.count), idx(sizes: [UInt32(training.count)], payload: training),
      images(labels.count), idx(sizes: [UInt32(labels.count)], payload: labels),
    ]
    for (path, bytes) in zip(paths, contents) { try folder.write(bytes, to: path) }
  }

  private func load(_ path: String = ".") throws -> Dataset {
    try Dataset.load(DatasetName(folder.url.appending(path: path).path), validation: 0)
  }

  /// Where the four files lie, and the path that a user names.
  private static let forms: [(String, [String])] = [
    (
      ".",
      [
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
      ]
    ),
    (
      ".",
      [
        "train-images.idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images.idx3-ubyte",
        "t10k-labels.idx1-ubyte",
      ]
    ),
    (
      ".",
      [
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "test-images-idx3-ubyte",
        "test-labels-idx1-ubyte",
      ]
    ),
    // Kaggle's archive: a folder called like the file, with the file in it, beside the file.
    (
      ".",
      ["train-images", "train-labels", "t10k-images", "t10k-labels"].map { name in
        let kind = name.hasSuffix("images") ? "idx3" : "idx1"
        return "\(name)-\(kind)-ubyte/\(name)-\(kind)-ubyte"
      }
    ),
    // torchvision's tree.
    (
      ".",
      ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"].map {
        "MNIST/raw/\($0)-ubyte"
      }
    ),
    (
      "gzip/letters",
      ["train-images-idx3", "train-labels-idx1", "test-images-idx3", "test-labels-idx1"].map {
        "gzip/letters-\($0)-ubyte"
      }
    ),
  ]

  @Test("every form of names is read alike", arguments: forms)
  func names(path: String, files: [String]) throws {
    try write([3, 1, 7], files)
    // Another data set in the same folder is not in the way of one that is named.
    if path != "." { try write([0, 1], files.map { $0.replacing("letters", with: "digits") }) }
    let data = try load(path)
    #expect(data.counts == [6, 0, 3])
    #expect(data.classNames == ["1", "3", "7"])
    #expect(data.test.labels == [1, 0, 2])
    #expect(data.imageSize?.height == 2 && data.imageSize?.width == 3)
    #expect(Array(data.train.images.row(1)) == [249, 248, 247, 246, 245, 244])
  }

  @Test("EMNIST's images are turned, and its classes called by the characters of its mapping")
  func emnist() throws {
    let files = ["train-images-idx3", "train-labels-idx1", "test-images-idx3", "test-labels-idx1"].map {
      "emnist-letters-\($0)-ubyte"
    }
    try write([2, 26, 1], files)
    try folder.write(
      Array((1...26).map { "\($0) \($0 + 64) \($0 + 96)\n" }.joined().utf8), to: "emnist-letters-mapping.txt")
    let data = try load()
    #expect(data.classNames == ["A", "B", "Z"])
    #expect(data.test.labels == [1, 2, 0])
    #expect(data.imageSize?.height == 3 && data.imageSize?.width == 2)
    #expect(Array(data.train.images.row(0)) == [255, 252, 254, 251, 253, 250])
    #expect(data.notes.contains { $0.description.contains("transposed") })
  }

  @Test("a mapping that is damaged is none")
  func damagedMapping() throws {
    let files = ["train-images-idx3", "train-labels-idx1", "test-images-idx3", "test-labels-idx1"].map {
      "emnist-letters-\($0)-ubyte"
    }
    try write([2, 26, 1], files)
    for text in ["", "1 65\n2 65\n", "1 7\n", "one A\n", "1\n"] {
      try folder.write(Array(text.utf8), to: "emnist-letters-mapping.txt")
      #expect(try load().classNames == ["1", "2", "26"], "\(text)")
    }
  }

  @Test("of labels with several columns, as QMNIST has them, the first is the class")
  func qmnist() throws {
    try folder.write(images(3, height: 2, width: 3), to: "qmnist-train-images-idx3-ubyte")
    try folder.write(
      idx(
        type: 12, sizes: [3, 8],
        payload: [4, 0, 4].flatMap { label in
          (0..<8).flatMap { column -> [UInt8] in [0, 0, 0, UInt8(column == 0 ? label : 90 + column)] }
        }), to: "qmnist-train-labels-idx2-int")
    let data = try Dataset.load(
      DatasetName(folder.url.path), validation: 0)
    #expect(data.classNames == ["0", "4"])
    #expect((data.train.labels + data.test.labels).sorted() == [0, 1, 1])
  }

  @Test("a damaged compressed file beside a sound plain one is passed over, and said")
  func damagedTwin() throws {
    try folder.writeDataset()
    try folder.write([0x1f, 0x8b, 8, 0, 1, 2], to: "train-images-idx3-ubyte.gz")
    guard IDXFile.readsGzip else { return }
    let data = try load()
    #expect(data.counts == [12, 0, 4])
    #expect(data.notes.contains { $0.description.contains("train-images-idx3-ubyte.gz") })
  }

  @Test("one file of images is read with the labels beside it")
  func oneFile() throws {
    try folder.writeDataset(training: 12, test: 4)
    let test = try RawDataset.read(at: folder.url.appending(path: "t10k-images-idx3-ubyte"), ReadingOptions())
    #expect(test.train.values.rows == 4 && test.test == nil)
    #expect(test.train.labels?.classes == [0, 1, 2, 3])
    try FileManager.default.removeItem(at: folder.url.appending(path: "t10k-labels-idx1-ubyte"))
    let images = try RawDataset.read(
      at: folder.url.appending(path: "t10k-images-idx3-ubyte"), ReadingOptions())
    #expect(images.train.values.rows == 4 && images.train.labels == nil)
  }

  @Test("a set without labels serves pretraining")
  func unlabelled() throws {
    try folder.write(images(5), to: "train-images-idx3-ubyte")
    let data = try load()
    #expect(data.classes == 0)
    #expect(data.examples.rows == 5)
    #expect(data.remarks.contains { $0.description.contains("none of the examples has a label") })
  }
}
