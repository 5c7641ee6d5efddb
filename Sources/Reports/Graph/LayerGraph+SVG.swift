public import StrataLayerGraph

extension LayerGraph {
  /// The graph as an SVG picture that stands on its own, readable on a light and on a dark page: a row
  /// for each node, inputs at the bottom, losses on top.
  ///
  /// An edge that passes over rows runs on the right of them. A dashed line on the left joins nodes
  /// that share a parameter.
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
      <style>.box{fill:#eef3fb;stroke:#3b6ea5}.edge{stroke:#777;fill:none;marker-end:url(#arrow)}\
      .tie{stroke:#d17d00;stroke-dasharray:5 4;fill:none}.name{fill:#16293f;font-weight:600}\
      .note{fill:#3a4a5c;font-size:11px}.tied{fill:#d17d00;font-size:11px}</style>
      """,
      """
      <defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" \
      orient="auto"><path d="M0 0L8 4L0 8z" fill="#777"/></marker></defs>
      """,
    ]
    parts += layout.edges.map(layout.path(of:))
    parts += layout.ties.map(layout.path(ofTie:))
    for (index, row) in summary.rows.enumerated() {
      parts.append(layout.box(index, name: row.node, note: "\(row.operation) · \(row.outputShape)"))
    }
    return (parts + ["</svg>", ""]).joined(separator: "\n")
  }
}

/// Where everything stands in a drawing, in pixels from the left upper corner.
private struct Layout {
  /// A line from a lower row to a higher one.
  struct Line {
    let from: Int
    let to: Int
    var label = ""
    /// How far out it runs beside the boxes, from 0.
    var lane = 0
  }

  private static let box = (width: 230, height: 40)
  private static let gap = 24
  private static let margin = 16
  private static let lane = 14

  /// An edge for each input of each node.
  let edges: [Line]
  /// A tie for each pair of neighbouring uses of one parameter.
  let ties: [Line]
  let width: Int
  let height: Int
  private let rows: Int
  private let left: Int

  init(_ graph: LayerGraph) {
    let row = Dictionary(uniqueKeysWithValues: graph.nodes.enumerated().map { ($1.name, $0) })
    let all = graph.nodes.enumerated().flatMap { index, node in
      node.inputs.compactMap { row[$0] }.map { Line(from: $0, to: index) }
    }
    edges = all.filter(\.isStraight) + Self.inLanes(all.filter { !$0.isStraight })
    ties = Self.inLanes(
      graph.sharedParameters.compactMap { link in
        guard let first = row[link.first], let second = row[link.second] else { return nil }
        return Line(from: first, to: second, label: link.parameter)
      })
    // A letter of the 11-pixel label is about 6.5 pixels wide.
    let label = ties.map { $0.label.count * 13 / 2 + 6 }.max() ?? 0
    rows = graph.nodes.count
    left = Self.margin + label + Self.room(for: ties)
    width = left + Self.box.width + Self.room(for: edges.filter { !$0.isStraight }) + Self.margin
    height = 2 * Self.margin + rows * (Self.box.height + Self.gap) - Self.gap
  }

  /// The lines with lanes in which none overlaps another, short lines innermost.
  private static func inLanes(_ lines: [Line]) -> [Line] {
    var placed: [Line] = []
    for line in lines.sorted(by: { ($0.to - $0.from, $0.from) < ($1.to - $1.from, $1.from) }) {
      var line = line
      while placed.contains(where: { $0.lane == line.lane && $0.from < line.to && line.from < $0.to }) {
        line.lane += 1
      }
      placed.append(line)
    }
    return placed
  }

  private static func room(for lines: [Line]) -> Int {
    lines.map { ($0.lane + 2) * lane }.max() ?? 0
  }

  private func top(_ row: Int) -> Int {
    Self.margin + (rows - 1 - row) * (Self.box.height + Self.gap)
  }

  func box(_ row: Int, name: String, note: String) -> String {
    let (y, middle) = (top(row), left + Self.box.width / 2)
    return """
      <rect class="box" x="\(left)" y="\(y)" width="\(Self.box.width)" height="\(Self.box.height)" \
      rx="8"/><text class="name" x="\(middle)" y="\(y + 17)" text-anchor="middle">\
      \(escaped(name))</text><text class="note" x="\(middle)" y="\(y + 32)" \
      text-anchor="middle">\(escaped(note))</text>
      """
  }

  func path(of edge: Line) -> String {
    guard !edge.isStraight else {
      let x = left + Self.box.width / 2
      return "<path class=\"edge\" d=\"M \(x) \(top(edge.from)) V \(top(edge.to) + Self.box.height)\"/>"
    }
    // Out of the upper half of a box, into the lower half of another.
    let (start, end) = (top(edge.from) + 12, top(edge.to) + Self.box.height - 12)
    let side = left + Self.box.width
    let x = side + (edge.lane + 2) * Self.lane
    return """
      <path class="edge" d="M \(side) \(start) H \(x - 8) Q \(x) \(start) \(x) \(start - 8) V \
      \(end + 8) Q \(x) \(end) \(x - 8) \(end) H \(side)"/>
      """
  }

  func path(ofTie tie: Line) -> String {
    let (start, end) = (top(tie.from) + Self.box.height / 2, top(tie.to) + Self.box.height / 2)
    let x = left - (tie.lane + 1) * Self.lane
    return """
      <path class="tie" d="M \(left) \(start) H \(x + 8) Q \(x) \(start) \(x) \(start - 8) V \
      \(end + 8) Q \(x) \(end) \(x + 8) \(end) H \(left)"/><text class="tied" x="\(x - 6)" \
      y="\((start + end) / 2 + 4)" text-anchor="end">\(escaped(tie.label))</text>
      """
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}

extension Layout.Line {
  /// True between neighbouring rows, where nothing stands in the way.
  fileprivate var isStraight: Bool { to - from == 1 }
}
