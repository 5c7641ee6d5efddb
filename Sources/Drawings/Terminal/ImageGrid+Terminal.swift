/// Images of a grid in a terminal 80 characters wide: small enough for five beside each other.
extension ImageGrid {
  private static let shownInRow = 5
  private static let shownWidth = 14

  /// Some of the images, in as many rows as they need; in greys where the terminal has no colours.
  package func drawing(of indices: some Sequence<Int>, colours: TerminalColours) -> String {
    let images = separateImages(colours: colours == .full ? self.colours : .grey)
    return TerminalDrawing(indices.map { .init(images[$0].reduced(toWidth: Self.shownWidth)) })
      .text(colours: colours)
  }

  /// The first images of each row under its label; where rows have none, the first of the grid.
  package func firstImages(colours: TerminalColours) -> String {
    let shown = min(Self.shownInRow, columns)
    guard !rowLabels.isEmpty else { return drawing(of: 0..<shown, colours: colours) }
    return rowLabels.enumerated().map { row, label in
      label.printable + "\n" + drawing(of: row * columns..<row * columns + shown, colours: colours)
    }.joined(separator: "\n")
  }
}
