/// What the names of columns say of pictures.
enum ColumnNames {
  /// The size of the image whose pixels the columns are: `pixel0` … `pixel783` or from 1 on, of a square, or `1x1` …
  /// `28x28` of any size; nil when they are called otherwise.
  static func imageSize(_ names: [String]) -> (height: Int, width: Int)? {
    numbered(names) ?? grid(names)
  }

  /// True when the names are numbers that count up, as of a table that had none.
  static func areNumbers(_ names: [String]) -> Bool {
    guard let first = names.first.flatMap({ Int($0) }), first == 0 || first == 1 else { return false }
    return names.enumerated().allSatisfy { Int($1) == first + $0 }
  }

  private static func numbered(_ names: [String]) -> (height: Int, width: Int)? {
    guard let side = ImageOrder.side(ofSquare: names.count) else { return nil }
    for prefix in ["pixel", "pixel_", "pix", "px", "p"] {
      let numbers = names.map { $0.lowercased().hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : "" }
      if areNumbers(numbers) { return (side, side) }
    }
    return nil
  }

  private static func grid(_ names: [String]) -> (height: Int, width: Int)? {
    guard let last = place(names.last ?? ""), names.count > 1 else { return nil }
    let (pixels, isTooLarge) = last.row.multipliedReportingOverflow(by: last.column)
    guard !isTooLarge, pixels == names.count else { return nil }
    let isComplete = names.enumerated().allSatisfy { index, name in
      place(name).map { $0 == (index / last.column + 1, index % last.column + 1) } == true
    }
    return isComplete ? (last.row, last.column) : nil
  }

  /// Row and column of a name such as `3x28`.
  private static func place(_ name: String) -> (row: Int, column: Int)? {
    let parts = name.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let row = parts[0], let column = parts[1], row > 0, column > 0 else { return nil }
    return (row, column)
  }
}
