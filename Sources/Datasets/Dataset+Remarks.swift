internal import StrataLinearAlgebra

extension Dataset {
  /// What is odd about the images and labels, a sentence each: what a reader of an error must know. Empty for a data
  /// set as one expects it.
  public var remarks: [String] { identityRemarks + classRemarks + orderRemarks + pixelRemarks }

  /// They are not what was asked for.
  private var identityRemarks: [String] {
    guard let claim = mistakenFor else { return [] }
    let identity = isPublished ? "they are those of \(title)" : "so they are called \(name)"
    return [
      "the images in \(origin) are not those of \(claim.title), \(identity); their SHA-256 is "
        + "\(sha256.prefix(16))…, not \(claim.sha256.prefix(16))…"
    ]
  }

  /// Classes that are missing from a part, or hardly there.
  private var classRemarks: [String] {
    let parts = [("training", train), ("validation", validation), ("test", test)].filter { $0.1.count > 0 }
    let counts = parts.map { $0.1.classCounts(of: classes) }
    let present = (0..<classes).filter { label in counts.contains { $0[label] > 0 } }
    guard present.count > 1 else {
      return [
        "all images are of one class, \(classNames[present.first ?? 0]): there is nothing to tell apart"
      ]
    }
    let missing: [String] = zip(parts, counts).compactMap { part, counts in
      let names = present.filter { counts[$0] == 0 }.map { classNames[$0] }
      guard !names.isEmpty else { return nil }
      return "none of the \(part.0) images is of the class\(names.count == 1 ? "" : "es") "
        + "\(names.joined(separator: ", ")), which other parts have: shuffle images and labels before they are "
        + "divided, or take more"
    }
    guard missing.isEmpty, let counts = counts.first else { return missing }
    let (fewest, most) = present.map { counts[$0] }.reduce((Int.max, 0)) { (min($0.0, $1), max($0.1, $1)) }
    guard most >= 2 * fewest else { return [] }
    return ["the classes are uneven: of one there are \(fewest) training images, of another \(most)"]
  }

  /// Files in the order of classes.
  private var orderRemarks: [String] {
    let labels = train.labels
    let changes = zip(labels, labels.dropFirst()).count { $0 != $1 }
    let distinct = train.classCounts(of: classes).count { $0 > 0 }
    guard distinct > 1, labels.count >= 2 * distinct, changes == distinct - 1 else { return [] }
    return [
      "the training images lie in the order of their classes, so that the last ones, which are kept for validation, "
        + "and the first ones, which a limit takes, are of few classes: shuffle images and labels together"
    ]
  }

  /// Pixels that use little of their range.
  private var pixelRemarks: [String] {
    // Found at once in almost every data set.
    guard !train.images.bytes.contains(where: { $0 > 127 }), let largest = train.images.bytes.max() else {
      return []
    }
    if largest == 0 { return ["every pixel of the training images is 0: all of them are black"] }
    return [
      "the largest pixel of the training images is \(largest) of 255, so all of them are nearly black: multiply "
        + "pixels by \(255 / Int(largest)) before you write the files"
    ]
  }
}

extension Dataset.Part {
  /// How many examples there are of each class.
  ///
  /// - Parameter classes: the number of classes; every label is below it.
  public func classCounts(of classes: Int) -> [Int] {
    labels.reduce(into: [Int](repeating: 0, count: classes)) { $0[Int($1)] += 1 }
  }
}
