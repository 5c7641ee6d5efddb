/// What goes by which name beside examples: their labels, and the other parts of a data set.
///
/// A name is taken apart at its `_`, `-` and spaces; `x_train` and `train-images` are two words each.
enum PartnerNames {
  /// A part that is kept apart from the examples to train on.
  enum Part: CaseIterable { case validation, test }

  /// What the examples to train on are called, in the order in which they are looked for.
  static let examples = [
    "x_train", "train_x", "train_images", "images_train", "train_data", "data_train", "train_features",
    "images", "x", "data", "features", "inputs",
  ]

  private static let exampleWords = ["x", "images", "image", "data", "features", "inputs"]
  private static let labelWords = ["y", "labels", "label", "target", "targets"]
  private static let trainWords = ["train", "training"]

  private static func words(of part: Part) -> [String] {
    switch part {
    case .validation: ["val", "valid", "validation", "dev"]
    case .test: ["test", "testing"]
    }
  }

  /// The names that the labels of some examples may have: `y_train` for `x_train`, `digits-labels` for `digits`.
  static func labels(of name: String) -> [String] {
    replacing(exampleWords, by: labelWords, in: name)
      + ["-labels", "_labels", "-target", "_target"].map { name + $0 }
  }

  /// The names that another part may have: `x_test` for `x_train`.
  static func names(of part: Part, beside name: String) -> [String] {
    replacing(trainWords, by: words(of: part), in: name)
  }

  /// The name with the last word that is one of some replaced by others, as it is written there: `X` by `Y` and `y`.
  private static func replacing(_ words: [String], by others: [String], in name: String) -> [String] {
    let parts = name.split(omittingEmptySubsequences: false) { "_- ".contains($0) }
    guard let index = parts.lastIndex(where: { words.contains($0.lowercased()) }) else { return [] }
    let before = name[..<parts[index].startIndex]
    let after = name[parts[index].endIndex...]
    let isCapital = parts[index].first?.isUppercase == true
    return others.flatMap { other -> [String] in
      isCapital ? [other.prefix(1).uppercased() + other.dropFirst(), other] : [other]
    }.map { before + $0 + after }
  }
}
