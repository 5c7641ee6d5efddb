/// A data set that takes no time: each class lights one pixel of a small image, so any classifier that
/// learns at all is right on all of it. No two images are the same.
package struct TinyDigits {
  /// The height and width of an image.
  package var side: Int
  package var training: Int
  package var test: Int
  /// Every so many-th test example bears the next class's label, so that even the best classifier errs on
  /// it; 0 for none.
  package var mislabelled: Int

  package init(side: Int = 4, training: Int = 120, test: Int = 100, mislabelled: Int = 0) {
    self.side = side
    self.training = training
    self.test = test
    self.mislabelled = mislabelled
  }

  /// The names of the four files, in the order of `files`.
  package static let names = [
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
  ]

  /// The four files.
  package var files: [[UInt8]] {
    [
      images(training, from: 0), labels((0..<training).map(trueClass)), images(test, from: training),
      labels(testLabels),
    ]
  }

  /// Writes the four files into a folder.
  package func write(to folder: TemporaryFolder, _ name: String = "digits") throws {
    for (file, bytes) in zip(Self.names, files) { try folder.write(bytes, to: "\(name)/\(file)") }
  }

  /// Labels as an IDX file.
  package func labels(_ values: [UInt8]) -> [UInt8] { Self.header(sizes: [values.count]) + values }

  private func trueClass(_ example: Int) -> UInt8 { UInt8(example % 10) }

  private var testLabels: [UInt8] {
    (0..<test).map { example in
      let isWrong = mislabelled > 0 && (example + 1) % mislabelled == 0
      return isWrong ? (trueClass(example) + 1) % 10 : trueClass(example)
    }
  }

  private func images(_ count: Int, from first: Int) -> [UInt8] {
    Self.header(sizes: [count, side, side])
      + (0..<count).flatMap { example -> [UInt8] in
        // The pixels of no class hold the example's number, digit by digit in base 3, hardly to be seen.
        var number = first + example
        return (0..<side * side).map { pixel in
          guard pixel >= 10 else { return pixel == Int(trueClass(example)) ? 255 : 0 }
          defer { number /= 3 }
          return UInt8(number % 3)
        }
      }
  }

  private static func header(sizes: [Int]) -> [UInt8] {
    [0, 0, 8, UInt8(sizes.count)]
      + sizes.flatMap { size in (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) } }
  }
}
