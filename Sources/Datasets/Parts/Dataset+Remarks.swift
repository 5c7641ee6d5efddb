public import StrataFiles
internal import StrataLinearAlgebra

extension Dataset {
  /// What is odd about the images and labels, a sentence each: what a reader of an error must know. Empty for a data
  /// set as one expects it.
  public var remarks: [Wording] {
    let onNumbers = precisionRemarks + giveawayRemarks + indexRemarks + repeatRemarks
    return [remarksOnTests, classRemarks, orderRemarks, valueRemarks, onNumbers.map { Wording($0) }]
      .flatMap(\.self)
  }

  /// The same of examples that are all for tests.
  package var remarksOnTests: [Wording] {
    identityRemarks.map { Wording($0) } + notes + labelRemarks.map { Wording($0) }
  }

  /// They are not what was asked for.
  private var identityRemarks: [String] {
    guard let claim = mistakenFor else { return [] }
    let identity = isPublished ? "they are those of \(title)" : "so they are called \(name)"
    return [
      "the images in \(origin) are not those of \(claim.title), \(identity); their SHA-256 is "
        + "\(sha256.prefix(16))…, not \(claim.sha256.prefix(16))…"
    ]
  }

  /// Examples without a label.
  private var labelRemarks: [String] {
    if classes == 0 {
      return ["none of the examples has a label: pretraining can learn from them, nothing else"]
    }
    var remarks: [String] = []
    let unlabelled = unlabelledCount - withheldLabels
    if unlabelled > 0 {
      remarks.append("\(unlabelled) examples have no label: pretraining learns from them too")
    }
    if withheldLabels > 0 {
      let counts = train.classCounts(of: classes).filter { $0 > 0 }
      let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
      remarks.append(
        "\(train.count) of \(train.count + withheldLabels) training \(layout.noun) keep their labels, "
          + (least == most ? "\(least)" : "\(least) to \(most)")
          + " of each class; pretraining learns from all; "
          + (validation.count > 0
            ? "the \(validation.count) for validation keep theirs, to choose by"
            : "none are there to choose by"))
    }
    return remarks
  }

  /// Classes that are missing from a part, or hardly there.
  private var classRemarks: [Wording] {
    guard classes > 0 else { return [] }
    let parts = [("training", train), ("validation", validation), ("test", test)].filter { $0.1.count > 0 }
    let counts = parts.map { $0.1.classCounts(of: classes) }
    let present = (0..<classes).filter { label in counts.contains { $0[label] > 0 } }
    guard present.count > 1 else {
      return [
        "all \(layout.noun) are of one class, \(classNames[present.first ?? 0]): there is nothing to tell apart"
      ]
    }
    let labelled = parts.reduce(0) { $0 + $1.1.count }
    if labelled > 5, 2 * present.count > labelled {
      return [
        """
        there are \(present.count) classes of \(labelled) \(layout.noun), most of which have one: are these the labels, \
        and not numbers that were measured, or names of \(layout.noun)?
        """
      ]
    }
    let advice: Wording =
      split == .last
      ? "shuffle \(layout.noun) and labels before they are divided, or \(.splitBySeed)" : "take more examples"
    let missing: [Wording] = zip(parts, counts).compactMap { part, counts in
      let names = present.filter { counts[$0] == 0 }.map { classNames[$0] }
      guard !names.isEmpty else { return nil }
      return """
        none of the \(part.0) \(layout.noun) is of the class\(names.count == 1 ? "" : "es") \(names.listed()), which \
        other parts have: \(advice)
        """
    }
    guard missing.isEmpty, let counts = counts.first else { return missing }
    let (fewest, most) = present.map { counts[$0] }.reduce((Int.max, 0)) { (min($0.0, $1), max($0.1, $1)) }
    guard most >= 2 * fewest else { return [] }
    return [
      "the classes are uneven: the smallest has \(fewest) of the training \(layout.noun), the largest \(most)"
    ]
  }

  /// Files in the order of classes.
  private var orderRemarks: [Wording] {
    let labels = train.labels
    let changes = zip(labels, labels.dropFirst()).count { $0 != $1 }
    let distinct = train.classCounts(of: classes).count { $0 > 0 }
    guard split == .last, validation.count > 0, distinct > 1, labels.count >= 2 * distinct,
      changes == distinct - 1
    else { return [] }
    return [
      """
      the training \(layout.noun) lie in the order of their classes, so that the last ones, which are kept for validation, \
      and the first ones, which a limit takes, are of few classes: shuffle \(layout.noun) and labels together, or \
      \(.splitBySeed)
      """
    ]
  }

  /// Examples that are copies of others.
  private var repeatRemarks: [String] {
    let (repeats, noun) = (repeats, layout.noun)
    var remarks: [String] = []
    if repeats.contradictions > 0 {
      // There are two of them at least.
      remarks.append(
        "\(repeats.contradictions) \(noun) have the very numbers of others and another class, so that no model can be right "
          + "on all of them")
    }
    if repeats.ofTest > 0 {
      remarks.append(
        "\(repeats.ofTest) of the \(test.count) test \(noun) \(repeats.ofTest == 1 ? "has" : "have") the very numbers of "
          + "others that are learned from: on copies an error is not that on new \(noun)")
    }
    return remarks
  }

  /// Numbers that use little of their range, or none of it.
  private var valueRemarks: [Wording] {
    switch ownEncoding.scaling {
    case .pixels:
      guard let range = train.features.range, range.upperBound <= 0.5 else { return [] }
      let largest = Int((range.upperBound * 255).rounded())
      if largest == 0 { return ["every pixel of the training images is 0: all of them are black"] }
      return [
        """
        the largest pixel of the training images is \(largest) of 255, so all of them are nearly black: \
        \(.scaleToRange)
        """
      ]
    case .range(let low, let high):
      let constant = zip(low, high).count { $0 == $1 }
      if constant == low.count, train.count == 1 {
        return ["there is one training \(layout.noun.dropLast()) alone: nothing can be learned from it"]
      }
      if constant == low.count, low.count == 1 || Set(low).count == 1 {
        return ["every number of the training \(layout.noun) is the same"]
      }
      if low.count > 1 { return constantRemark(zip(low, high).count { $0 == $1 && !$0.mayHideDigits }) }
      return ["\(encoding.title)"]
    case .standard(let mean, let deviation):
      return mean.count > 1
        ? constantRemark(zip(mean, deviation).count { $1 == 0 && !$0.mayHideDigits }) : []
    case .asIs(let low, let high):
      return low == high ? ["every number of the training \(layout.noun) is the same"] : []
    }
  }

  private func constantRemark(_ count: Int) -> [Wording] {
    guard count > 0 else { return [] }
    return [
      "\(count) of \(width) columns \(count == 1 ? "is" : "are") the same in all training \(layout.noun)"
    ]
  }
}

extension Dataset.Part {
  /// How many examples there are of each class.
  ///
  /// - Parameter classes: the number of classes; labels are below it, and −1 is not counted.
  public func classCounts(of classes: Int) -> [Int] {
    labels.reduce(into: [Int](repeating: 0, count: classes)) { if $1 >= 0 { $0[Int($1)] += 1 } }
  }
}
