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

  /// What one of the examples is called: `images` or `rows`.
  public var noun: String { if case .image = self { "images" } else { "rows" } }
}
