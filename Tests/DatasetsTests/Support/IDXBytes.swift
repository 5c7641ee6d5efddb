import StrataDatasets
import StrataLinearAlgebra

/// The bytes of an IDX file, right or wrong.
func idx(type: UInt8 = 8, sizes: [UInt32], payload: [UInt8]) -> [UInt8] {
  let header = sizes.flatMap { size in (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) } }
  return [0, 0, type, UInt8(sizes.count)] + header + payload
}

/// Images of `height × width` whose pixels count up.
func images(_ count: Int, height: Int = 28, width: Int = 28) -> [UInt8] {
  idx(
    sizes: [UInt32(count), UInt32(height), UInt32(width)],
    payload: (0..<count * height * width).map { UInt8($0 % 251) })
}

/// Labels 0, 1, … 9, 0, 1, ….
func labels(_ count: Int) -> [UInt8] {
  idx(sizes: [UInt32(count)], payload: (0..<count).map { UInt8($0 % 10) })
}

extension TemporaryFolder {
  /// Writes a whole data set: four files that belong together.
  func writeDataset(training: Int = 12, test: Int = 4, to folder: String = ".") throws {
    try write(images(training), to: "\(folder)/train-images-idx3-ubyte")
    try write(labels(training), to: "\(folder)/train-labels-idx1-ubyte")
    try write(images(test), to: "\(folder)/t10k-images-idx3-ubyte")
    try write(labels(test), to: "\(folder)/t10k-labels-idx1-ubyte")
  }
}

extension Dataset {
  /// How many examples the parts have: to train on, to choose by, to test on.
  var counts: [Int] { [train.count, validation.count, test.count] }
  /// Height and width of an image, and their product.
  var sizes: [Int] { [imageSize?.height ?? 0, imageSize?.width ?? 0, width] }
}

extension Dataset.Part {
  /// The features of data that are bytes.
  var images: ByteMatrix {
    guard let bytes = features as? ByteMatrix else { preconditionFailure("\(type(of: features)), not bytes") }
    return bytes
  }
}
