internal import StrataLinearAlgebra

/// Handwritten digits that are drawn, not collected: a stand-in for MNIST where there is none.
///
/// Each is one of a few skeletons of its digit with its points jittered, leaned, turned, stretched, and
/// drawn by a pen of random width into a 20 × 20 box of a 28 × 28 image. An image is a pure function of
/// (seed, part, index), bit by bit the same on every machine. The labels go round: 0, 1, … 9, 0, 1, ….
public enum SyntheticDigits {
  /// How many images there are in each part unless told otherwise.
  public static let defaultCounts = (train: 20_000, validation: 5_000, test: 5_000)

  /// Draws a data set.
  ///
  /// ```swift
  /// let digits = SyntheticDigits.generate()
  /// let few = SyntheticDigits.generate(train: 500, validation: 100, test: 100, seed: 7)
  /// ```
  ///
  /// - Parameters:
  ///   - train: how many images to train on.
  ///   - validation: how many to choose by.
  ///   - test: how many to test on.
  ///   - seed: another seed, other digits.
  ///
  /// Traps unless there are images to train and to test on.
  public static func generate(
    train: Int = defaultCounts.train, validation: Int = defaultCounts.validation,
    test: Int = defaultCounts.test, seed: UInt64 = 1
  ) -> Dataset {
    precondition(train > 0 && validation >= 0 && test > 0, "\(train), \(validation) and \(test) images")
    let raw = draw(training: train + validation, test: test, seed: seed)
    let division = Division(rule: .last, validation: validation)
    do {
      return try Dataset(raw, identity(seed: seed), division)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  static func identity(seed: UInt64) -> Dataset.Identity {
    Dataset.Identity(name: "synthetic", title: "synthetic digits", origin: "generated from seed \(seed)")
  }

  /// The images, not divided yet.
  static func draw(training: Int, test: Int, seed: UInt64) -> RawDataset {
    let train = images(training, RandomStream(seed: seed, purpose: "synthetic digits to train on"))
    let test = images(test, RandomStream(seed: seed, purpose: "synthetic digits to test on"))
    var raw = RawDataset(layout: .image(height: DigitHand.side, width: DigitHand.side), train: part(train))
    raw.test = part(test)
    raw.classNames = (0..<10).map(String.init)
    raw.isInFixedOrder = true
    raw.preparation = ImagePreparation(height: DigitHand.side, width: DigitHand.side, fit: .mnist)
    raw.sha256 = IDXArray.sha256(of: [train, labels(train.count), test, labels(test.count)])
    return raw
  }

  private static func part(_ images: IDXArray) -> RawDataset.Part {
    let size = DigitHand.side * DigitHand.side
    return RawDataset.Part(
      .bytes(ByteMatrix(rows: images.count, columns: size, images.bytes)),
      labels: RawLabels(names: (0..<10).map(String.init), classes: (0..<images.count).map { Int32($0 % 10) }))
  }

  private static func labels(_ count: Int) -> IDXArray {
    IDXArray(dimensions: [count], bytes: (0..<count).map { UInt8($0 % 10) })
  }

  private static func images(_ count: Int, _ stream: RandomStream) -> IDXArray {
    let side = DigitHand.side
    let size = side * side
    let bytes = [UInt8](unsafeUninitializedCapacity: count * size) { buffer, initialized in
      var canvas = DigitCanvas(side: side)
      for example in 0..<count {
        var draws = Draws(stream, example: example, count: DigitHand.mostDraws + size)
        let hand = DigitHand(writing: example % 10, with: &draws)
        let pixels = UnsafeMutableBufferPointer(rebasing: buffer[example * size..<(example + 1) * size])
        canvas.draw(hand, with: &draws, into: pixels)
      }
      initialized = count * size
    }
    return IDXArray(dimensions: [count, side, side], bytes: bytes)
  }
}
