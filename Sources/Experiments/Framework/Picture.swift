internal import StrataDrawings

/// A picture of an experiment: grids of images, beside each other where there are several.
struct Picture: Sendable {
  /// The name of its file, without an ending.
  let name: String
  let panels: [Panel]
  /// What it shows, in a sentence.
  let caption: String

  /// A grid, and what tells it from the others.
  struct Panel: Sendable {
    let heading: String
    let grid: ImageGrid

    init(_ heading: String, _ grid: ImageGrid) {
      self.heading = heading
      self.grid = grid
    }
  }

  /// A picture of several grids.
  init(_ name: String, _ panels: [Panel], caption: String) {
    self.name = name
    self.panels = panels
    self.caption = caption
  }

  /// A picture of one grid, which needs no heading.
  init(_ name: String, _ grid: ImageGrid, caption: String) {
    self.init(name, [Panel("", grid)], caption: caption)
  }

  /// All of it.
  var image: PixelImage {
    panels.count == 1
      ? panels[0].grid.picture : .sideBySide(panels.map { ($0.heading, $0.grid.picture) })
  }

  /// The first images of each grid, drawn in a terminal.
  func drawing(colours: TerminalColours) -> String {
    let grids = panels.map { panel in
      (panel.heading.isEmpty ? "" : panel.heading + "\n") + panel.grid.firstImages(colours: colours)
    }
    return (grids + [caption.wrapped() + "\n"]).joined(separator: "\n")
  }
}
