package import StrataFiles
internal import StrataLinearAlgebra

extension Dataset {
  /// Throws unless the examples have as many numbers as a model has inputs.
  ///
  /// - Parameters:
  ///   - inputs: the width that the model expects, 784 for one of 28 × 28 pixels.
  ///   - model: what to call the model, for example the path of its run.
  /// - Throws: `InputError` that names both widths.
  package func requireWidth(_ inputs: Int, of model: String) throws(InputError) {
    guard width != inputs else { return }
    let unit = if case .image = layout { "images of \(inputs) pixels" } else { "\(inputs) columns" }
    throw InputError(
      .malformedData, at: origin, expected: "\(unit), the inputs of \(model)",
      found: imageSize.map { "images of \(width) pixels (\($0.height) × \($0.width))" } ?? layout.title,
      advice: "use data of that form, or train a model on these")
  }

  /// Throws unless there are labels to learn from and to test by.
  ///
  /// - Throws: `InputError` when there are none, or when there is nothing to test on.
  package func requireLabels() throws(InputError) {
    guard classes > 0 else {
      if case .columns(_, let names?) = layout {
        throw InputError(
          .missingInput, at: origin, expected: "a column with the labels",
          found: "none that is called as one: \(names.listed(atMost: 8))",
          advice: "if one of them holds the labels, \(.nameLabelColumn); \(.pretrain) learns without any")
      }
      throw InputError(
        .missingInput, at: origin, expected: "labels", found: "examples without any",
        advice: "\(.pretrain) learns from them; to classify, put labels beside them")
    }
  }

  /// Throws unless a classifier can be trained on the examples: unless they are of two classes or more.
  ///
  /// - Throws: `InputError` when there are no labels, or one class.
  package func requireClasses() throws(InputError) {
    try requireLabels()
    guard classes < 2 else { return }
    throw InputError(
      .malformedData, at: origin, expected: "examples of at least two classes",
      found: "one, \(quoted(classNames[0]))",
      advice: "\(.pretrain) learns from them; to classify, add examples of other classes")
  }

  /// Throws unless there are examples to test on.
  ///
  /// - Throws: `InputError` when the test part is empty.
  package func requireTest() throws(InputError) {
    guard test.count == 0 else { return }
    throw InputError(
      .missingInput, at: origin, expected: "examples to test on", found: "none",
      advice: "put a test part beside the others, or \(.keepExamplesForTest)")
  }

  /// The size of an image in pixels; nil when the examples are not images.
  public var imageSize: (height: Int, width: Int)? {
    if case .image(let height, let width) = layout { (height, width) } else { nil }
  }
}

extension Dataset: CustomStringConvertible {
  /// What it holds, not the examples: `MNIST: 50000 training, 10000 validation and 10000 test images of 28 × 28`.
  public var description: String {
    "\(title): \(train.count) training, \(validation.count) validation and \(test.count) test \(layout.title)"
  }
}

extension Dataset.Part: CustomStringConvertible {
  /// How many there are of what width.
  public var description: String { "\(count) examples of \(features.columns) columns" }
}
