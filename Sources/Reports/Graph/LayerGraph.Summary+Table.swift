internal import StrataDrawings
public import StrataLayerGraph

/// A graph's nodes as a table: what each computes, the shape that leaves it, the parameters that it is the first
/// to use.
extension LayerGraph.Summary {
  /// For a terminal, 80 columns wide.
  public var text: String { table(escape: \.self).text() }

  /// In GitHub's Markdown.
  public var markdown: String { table(escape: \.markdownEscaped).markdown }

  private func table(escape: (String) -> String) -> Table {
    Table(
      [.words("Node"), .words("Operation"), .words("Output"), .number("Parameters"), .words("")],
      rows: rows.map { row in
        let remarks = [row.shared.isEmpty ? nil : "shared", row.isFrozen ? "frozen" : nil]
        return [
          escape(row.node), escape(row.operation), escape(row.outputShape),
          row.parameters == 0 ? "" : String(grouped: row.parameters),
          remarks.compactMap(\.self).joined(separator: ", "),
        ]
      },
      footer: [
        ["Total", "", "", String(grouped: parameters), ""],
        ["Trainable", "", "", String(grouped: trainable), ""],
      ])
  }
}
