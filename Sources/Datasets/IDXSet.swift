internal import Crypto
internal import StrataFiles
internal import StrataLinearAlgebra

/// The four arrays that make a data set: what a folder holds, or what was generated.
struct IDXSet {
  let trainImages: IDXArray
  let trainLabels: IDXArray
  let testImages: IDXArray
  let testLabels: IDXArray

  var height: Int { trainImages.dimensions[1] }
  var width: Int { trainImages.dimensions[2] }

  /// The SHA-256 that `Dataset.sha256` defines.
  var sha256: String {
    var hash = SHA256()
    for array in [trainImages, trainLabels, testImages, testLabels] {
      hash.update(data: array.header)
      hash.update(data: array.bytes)
    }
    return hash.finalize().hexadecimal
  }

  /// All examples of the training files.
  var train: Dataset.Part { Self.part(trainImages, trainLabels) }
  /// All examples of the test files.
  var test: Dataset.Part { Self.part(testImages, testLabels) }

  private static func part(_ images: IDXArray, _ labels: IDXArray) -> Dataset.Part {
    let width = images.dimensions[1] * images.dimensions[2]
    return Dataset.Part(
      images: ByteMatrix(rows: images.count, columns: width, images.bytes), labels: labels.bytes)
  }
}

extension IDXSet {
  /// Reads the four files of a folder and makes sure that they belong together.
  ///
  /// - Throws: `InputError` when a file is bad, when images and labels differ in number, when training
  ///   and test images differ in size, or when a label is not below `classes`.
  static func read(_ folder: IDXFolder, classes: Int) throws -> (set: IDXSet, files: [Dataset.File]) {
    let read = try IDXFolder.Role.allCases.map { role in
      try IDXFile(contentsOf: folder[role], dimensionCount: role.dimensionCount)
    }
    let (trainImages, trainLabels, testImages, testLabels) = (read[0], read[1], read[2], read[3])
    try requireLabels(trainLabels, of: trainImages, below: classes)
    try requireLabels(testLabels, of: testImages, below: classes)
    let size = (trainImages.array.dimensions[1], trainImages.array.dimensions[2])
    let testSize = (testImages.array.dimensions[1], testImages.array.dimensions[2])
    guard testSize == size else {
      throw InputError(
        .malformedData, at: testImages.path,
        expected: "images of \(size.0) × \(size.1), as \(trainImages.path) holds",
        found: "images of \(testSize.0) × \(testSize.1)", advice: "use files that belong together")
    }
    let set = IDXSet(
      trainImages: trainImages.array, trainLabels: trainLabels.array, testImages: testImages.array,
      testLabels: testLabels.array)
    return (set, read.map { Dataset.File(path: $0.path, sha256: $0.sha256) })
  }

  private static func requireLabels(_ labels: IDXFile, of images: IDXFile, below classes: Int) throws {
    guard labels.array.count == images.array.count else {
      throw InputError(
        .malformedData, at: labels.path,
        expected: "\(images.array.count) labels, as many as \(images.path) holds images",
        found: "\(labels.array.count)", advice: "use files that belong together")
    }
    guard let index = labels.array.bytes.firstIndex(where: { $0 >= classes }) else { return }
    throw InputError(
      .malformedData, at: labels.path, expected: "labels from 0 to \(classes - 1)",
      found: "\(labels.array.bytes[index]) at example \(index)", advice: IDXFile.replacementAdvice)
  }
}
