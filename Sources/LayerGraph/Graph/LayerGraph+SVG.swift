extension LayerGraph {
  /// The graph as an SVG picture that stands on its own: inputs below, losses above, readable on a
  /// light and on a dark page. A dashed line joins nodes that share a parameter.
  public var svg: String {
    let layout = Layout(self)
    var parts = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(layout.width) \(layout.height)" \
      width="\(layout.width)" height="\(layout.height)" font-family="sans-serif" font-size="13" \
      role="img">
      """,
      "<title>layer graph of \(parameterCount) parameters</title>",
      """
      <style>.box{fill:#eef3fb;stroke:#3b6ea5}.edge{stroke:#777;fill:none}\
      .tie{stroke:#d17d00;stroke-dasharray:5 4;fill:none}.name{fill:#16293f;font-weight:600}\
      .note{fill:#3a4a5c;font-size:11px}.tied{fill:#d17d00;font-size:11px}</style>
      """,
    ]
    for node in nodes {
      for input in node.inputs {
        parts.append(layout.edge(from: input, to: node.name))
      }
    }
    for link in sharedParameters {
      parts.append(layout.tie(from: link.first, to: link.second, label: link.parameter))
    }
    for (node, row) in zip(nodes, summary.rows) {
      parts.append(
        layout.box(node.name, note: "\(row.operation) · \(row.outputShape)"))
    }
    return (parts + ["</svg>", ""]).joined(separator: "\n")
  }

  /// Nodes on levels: a node stands above all that it reads.
  private struct Layout {
    private static let box = (width: 210, height: 40)
    private static let gap = (across: 50, up: 34)
    private let places: [String: (column: Int, level: Int)]
    private let levels: Int
    let width: Int
    let height: Int

    init(_ graph: LayerGraph) {
      var level: [String: Int] = [:]
      var places: [String: (column: Int, level: Int)] = [:]
      var filled: [Int: Int] = [:]
      for node in graph.nodes {
        var above = (node.inputs.compactMap { level[$0] }.max() ?? -1) + 1
        // Labels stand beside what they are compared with, not at the bottom.
        if case .labels = node.operation { above = max(0, (level.values.max() ?? 0) - 1) }
        level[node.name] = above
        places[node.name] = (filled[above, default: 0], above)
        filled[above, default: 0] += 1
      }
      let columns = filled.values.max() ?? 1
      self.places = places
      levels = (level.values.max() ?? 0) + 1
      width = columns * (Self.box.width + Self.gap.across) + Self.gap.across
      height = levels * (Self.box.height + Self.gap.up) + Self.gap.up
    }

    /// The left upper corner of a node's box.
    private func corner(_ node: String) -> (x: Int, y: Int) {
      let place = places[node] ?? (0, 0)
      return (
        Self.gap.across + place.column * (Self.box.width + Self.gap.across),
        Self.gap.up + (levels - 1 - place.level) * (Self.box.height + Self.gap.up)
      )
    }

    func box(_ name: String, note: String) -> String {
      let (x, y) = corner(name)
      let middle = x + Self.box.width / 2
      return """
        <rect class="box" x="\(x)" y="\(y)" width="\(Self.box.width)" height="\(Self.box.height)" \
        rx="8"/><text class="name" x="\(middle)" y="\(y + 17)" text-anchor="middle">\
        \(escaped(name))</text><text class="note" x="\(middle)" y="\(y + 32)" \
        text-anchor="middle">\(escaped(note))</text>
        """
    }

    func edge(from: String, to: String) -> String {
      let (start, end) = (corner(from), corner(to))
      let (x1, y1) = (start.x + Self.box.width / 2, start.y)
      let (x2, y2) = (end.x + Self.box.width / 2, end.y + Self.box.height)
      // An edge over several levels bows out to the side, past the boxes between.
      let levels = (places[to]?.level ?? 0) - (places[from]?.level ?? 0)
      let bow = levels > 1 ? Self.box.width / 2 + Self.gap.across / 2 : 0
      return """
        <path class="edge" d="M \(x1 + (bow > 0 ? Self.box.width / 4 : 0)) \(y1) C \(x1 + bow * 2) \
        \(y1 - 20), \(x2 + bow * 2) \(y2 + 20), \(x2 + (bow > 0 ? Self.box.width / 4 : 0)) \(y2)"/>
        """
    }

    func tie(from: String, to: String, label: String) -> String {
      let (start, end) = (corner(from), corner(to))
      let (y1, y2) = (start.y + Self.box.height / 2, end.y + Self.box.height / 2)
      return """
        <path class="tie" d="M \(start.x) \(y1) C \(start.x - 50) \(y1), \(end.x - 50) \(y2), \
        \(end.x) \(y2)"/><text class="tied" x="\(start.x - 44)" y="\((y1 + y2) / 2)">\
        \(escaped(label))</text>
        """
    }

    private func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
  }
}
