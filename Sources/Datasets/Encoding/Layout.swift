package import StrataFiles

/// What the columns of an example are.
public enum Layout: Codable, Hashable, Sendable {
  /// The pixels of a grey image, row after row from the top left.
  case image(height: Int, width: Int)
  /// Numbers without an order of their own; their names where the file had any.
  case columns(count: Int, names: [String]?)

  /// The number of columns.
  public var width: Int {
    switch self {
    case .image(let height, let width): height * width
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

  /// Throws where both say what their columns are called, and say otherwise: numbers would be taken for what they are
  /// not.
  package func requireColumns(of other: Layout, by model: String, at place: String) throws(InputError) {
    guard case .columns(_, let own?) = self, case .columns(_, let names?) = other, own.count == names.count,
      let index = names.indices.first(where: { own[$0] != names[$0] })
    else { return }
    let isOrder = Set(own) == Set(names)
    throw InputError(
      .malformedData, at: place,
      expected:
        "the columns of \(model) in their order, of which number \(index + 1) is \(quoted(names[index]))",
      found: quoted(own[index]),
      advice: isOrder
        ? "put the columns in that order" : "give data with those columns, or train a model on these")
  }

  /// What its columns are called: `pixels` or `columns`.
  public var unit: String { if case .image = self { "pixels" } else { "columns" } }

  /// What the examples are called: `images` or `rows`.
  public var noun: String { if case .image = self { "images" } else { "rows" } }
}
