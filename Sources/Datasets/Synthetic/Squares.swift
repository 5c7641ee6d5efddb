internal import StrataFiles
internal import StrataLinearAlgebra

/// Square images of bytes with their labels, which others are made of by deformation.
struct Squares {
  let images: ByteMatrix
  /// The number that each image's class is called by.
  let labels: [Int]
  let side: Int

  /// The images of a data set that others are made of, and those to test on.
  ///
  /// Those of MNIST come in its own order, and so do others that have one. Where there is none, as in folders of pictures,
  /// which lie class by class, the seed draws one, so that the first few are of all classes; and where there is no test
  /// part, it draws a sixth for it, as training would: after the images are made, a test image would have relatives among
  /// those that are trained on.
  static func originals(of raw: RawDataset, seed: UInt64) throws -> (originals: Squares, test: Squares?) {
    let whole = try Squares(raw.train, of: raw)
    let test = try raw.test.map { try Squares($0, of: raw) }
    let isPublished = PublishedDataset.all.contains { $0.sha256 == raw.sha256 }
    guard !isPublished, !raw.isInFixedOrder else { return (whole, test) }
    let parts = try Split(
      of: whole.labels.map { Int32($0) }, Division(validation: 0, seed: seed), rule: .seed,
      needs: (validation: false, test: test == nil), at: raw.files.first?.path ?? "the data set")
    let order = RandomStream(seed: seed, purpose: "originals").permutation(count: parts.train.count)
    let originals = whole.gathered(order.map { parts.train[Int($0)] })
    return (originals, test ?? (parts.test.isEmpty ? nil : whole.gathered(parts.test)))
  }

  private init(images: ByteMatrix, labels: [Int], side: Int) {
    (self.images, self.labels, self.side) = (images, labels, side)
  }

  private init(_ part: RawDataset.Part, of raw: RawDataset) throws {
    guard case .image(let height, let width) = raw.layout, height == width,
      case .bytes(let images) = try part.values.inMemory(), let labels = part.labels
    else {
      throw InputError(
        .malformedData, at: "the data set", expected: "square images of bytes with labels",
        found: raw.layout.title, advice: "take digits, such as mnist or synthetic")
    }
    self.init(images: images, labels: try Self.numbers(labels), side: height)
  }

  /// Labels as the numbers that their names are, which a file of bytes can hold.
  private static func numbers(_ labels: RawLabels) throws -> [Int] {
    let numbers = labels.names.map { Int($0) ?? -1 }
    guard !labels.classes.contains(RawLabels.none), numbers.allSatisfy({ (0...255).contains($0) }) else {
      throw InputError(
        .malformedData, at: "the labels", expected: "whole numbers from 0 to 255, one for each image",
        found: labels.classes.contains(RawLabels.none)
          ? "images without one" : labels.names.listed(atMost: 3),
        advice: "call the classes 0, 1, 2 and so on: what is written holds numbers alone")
    }
    return labels.classes.map { numbers[Int($0)] }
  }

  private func gathered(_ rows: [Int]) -> Squares {
    let bytes = rows.flatMap { images.row($0) }
    return Squares(
      images: ByteMatrix(rows: rows.count, columns: images.columns, bytes), labels: rows.map { labels[$0] },
      side: side)
  }
}
