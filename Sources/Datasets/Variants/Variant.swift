internal import StrataFiles
internal import StrataLinearAlgebra

/// A data set of Larochelle et al. 2007, "An empirical evaluation of deep architectures on problems with many factors of
/// variation", made anew by its definition: the same definition, not the same file.
///
/// Five are made of MNIST's images, three are drawn. All are 28 × 28 pixels from 0 to 1, as floats, and a pure function of
/// the definition, bit by bit the same on every machine with the same MNIST and photographs.
public enum Variant: String, Sendable, Hashable, CaseIterable {
  /// Fewer of MNIST's digits to learn from.
  case basic = "mnist-basic"
  /// Each turned by an angle uniform in [0, 2π).
  case rotated = "mnist-rot"
  /// Background pixels uniform in [0, 1).
  case onNoise = "mnist-bg-rand"
  /// A patch of an image behind each.
  case onImages = "mnist-bg-img"
  /// Turned, then a patch of an image behind.
  case rotatedOnImages = "mnist-bg-img-rot"
  /// Outlines of rectangles: is it wider than it is tall?
  case rectangles = "rectangles"
  /// The same, filled with a patch of one image, on a patch of another.
  case rectanglesOnImages = "rectangles-img"
  /// White regions: are they convex?
  case convex = "convex"

  /// How many examples each part has.
  public var counts: (train: Int, validation: Int, test: Int) {
    switch self {
    case .basic, .rotated, .onNoise, .onImages, .rotatedOnImages, .rectanglesOnImages: (10_000, 2_000, 50_000)
    case .rectangles: (1_000, 200, 50_000)
    case .convex: (6_000, 2_000, 50_000)
    }
  }

  /// True for those that are made of MNIST's images.
  public var isOfDigits: Bool {
    switch self {
    case .basic, .rotated, .onNoise, .onImages, .rotatedOnImages: true
    case .rectangles, .rectanglesOnImages, .convex: false
    }
  }

  /// True for those with patches of images in them.
  public var hasPatches: Bool { [.onImages, .rotatedOnImages, .rectanglesOnImages].contains(self) }

  /// The names of the classes.
  var classNames: [String] {
    switch self {
    case .rectangles, .rectanglesOnImages: ["taller", "wider"]
    case .convex: ["not convex", "convex"]
    default: (0..<10).map(String.init)
    }
  }

  /// The width and height of an image.
  static let side = 28
  /// What everything is drawn by.
  static let seed: UInt64 = 2007
}

extension Variant {
  /// The data set's parts, of images that are made one by one.
  ///
  /// - Parameter example: the pixels and the class of an example, by its number.
  func assembled(_ example: (_ number: Int) -> (pixels: [Float], label: Int)) -> RawDataset {
    let counts = counts
    func part(_ numbers: Range<Int>) -> RawDataset.Part {
      var elements: [Float] = []
      elements.reserveCapacity(numbers.count * Self.side * Self.side)
      var labels: [Int32] = []
      for number in numbers {
        let (pixels, label) = example(number)
        elements += pixels
        labels.append(Int32(label))
      }
      return RawDataset.Part(
        .numbers(Matrix(rows: numbers.count, columns: Self.side * Self.side, elements)),
        labels: RawLabels(names: classNames, classes: labels))
    }
    let ends = (counts.train, counts.train + counts.validation)
    var raw = RawDataset(layout: .image(height: Self.side, width: Self.side), train: part(0..<ends.0))
    raw.validation = part(ends.0..<ends.1)
    raw.test = part(ends.1..<ends.1 + counts.test)
    raw.classNames = classNames
    raw.isInFixedOrder = true
    return raw
  }
}
