package import StrataFiles

/// What the columns of an example are.
public enum Layout: Codable, Hashable, Sendable {
  /// The pixels of a grey image, row after row from the top left.
  case image(height: Int, width: Int)
  /// Numbers without an order of their own; their names where the file had any.
  case columns(count: Int, names: [String]?)

  /// The number of columns; the largest number there is where that of the pixels is beyond it.
  public var width: Int {
    switch self {
    case .image(let height, let width):
      switch height.multipliedReportingOverflow(by: width) {
      case (let pixels, false): pixels
      case (_, true): .max
      }
    case .columns(let count, _): count
    }
  }

  /// In words: `images of 28 × 28` or `rows of 64 columns`.
  public var title: String {
    switch self {
    case .image(let height, let width): "images of \(height) × \(width)"
    case .columns(let count, _): count == 1 ? "rows of 1 column" : "rows of \(count) columns"
    }
  }

  /// Throws unless it can be that of examples of so many columns.
  func check(columns: Int, at place: String) throws(InputError) {
    switch self {
    case .image(let height, let width):
      let (pixels, isTooLarge) = height.multipliedReportingOverflow(by: width)
      guard height > 0, width > 0, !isTooLarge, pixels == columns else {
        throw InputError(
          .malformedData, at: place, expected: "a height and a width of \(columns) pixels",
          found: "\(height) × \(width)", advice: "give the size that the pictures have")
      }
    case .columns(let count, let names):
      guard count == columns, (names?.count ?? count) == count else {
        throw InputError(
          .malformedData, at: place,
          expected: "\(columns) columns\(names == nil ? "" : ", each with its name")",
          found: count == columns ? "\(names?.count ?? 0) names" : "\(count)",
          advice: "say what the columns are as they are")
      }
    }
  }

  /// Throws where both say what their columns are called, and say otherwise: numbers would be taken for what they are
  /// not.
  package func requireColumns(of other: Layout, by model: String, at place: String) throws(InputError) {
    guard case .columns(_, let own?) = self, case .columns(_, let names?) = other, own != names else {
      return
    }
    throw InputError(
      .malformedData, at: place, expected: "the columns of \(model): \(names.listed())",
      found: own.differences(from: names),
      advice: Set(own) == Set(names)
        ? "put the columns in that order" : "give data with those columns, or train a model on these")
  }

  /// What to do where other data have another form.
  var adviceOnForm: Wording {
    let use: Wording = "use data of that form, or train a model on these"
    guard case .image(let height, let width) = self else { return use }
    return "\(use); an array of one picture is 1 × \(height) × \(width)"
  }

  /// What its columns are called: `pixels` or `columns`.
  public var unit: String { if case .image = self { "pixels" } else { "columns" } }

  /// What the examples are called: `images` or `rows`.
  public var noun: String { if case .image = self { "images" } else { "rows" } }
}

extension [String] {
  /// In what names of columns are others than those that are expected, in words.
  func differences(from expected: [String]) -> String {
    let (missing, others) = (expected.filter { !contains($0) }, filter { !expected.contains($0) })
    if missing.isEmpty, others.isEmpty, count == expected.count {
      let index = indices.first { self[$0] != expected[$0] } ?? 0
      return "another order: number \(index + 1) is \(quoted(self[index])), not \(quoted(expected[index]))"
    }
    let words = [("without", missing), ("among them", others)].filter { !$0.1.isEmpty }
      .map { "\($0.0) \($0.1.map(quoted).listed(atMost: 4))" }
    return "\(count) column\(count == 1 ? "" : "s")"
      + (words.isEmpty ? "" : ", " + words.joined(separator: ", "))
  }
}
