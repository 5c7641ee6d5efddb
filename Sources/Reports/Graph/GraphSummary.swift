internal import StrataDrawings
internal import StrataLayerGraph

/// A graph's nodes as a table: what each computes, the shape that leaves it, the parameters it uses.
public struct GraphSummary: Hashable, Sendable {
  /// One node.
  public struct Row: Hashable, Sendable {
    /// The node's name: `encoder.0`.
    public let node: String
    /// What it computes: `dense`.
    public let operation: String
    /// The shape of what leaves it: `batch × 1000`.
    public let output: String
    /// The number of parameters that it uses, its own and shared ones.
    public let parameters: Int
    /// True when another node uses some of them too.
    public let isShared: Bool
    /// True when training leaves them as they are.
    public let isFrozen: Bool

    /// A row from its cells.
    public init(
      node: String, operation: String, output: String, parameters: Int, isShared: Bool = false,
      isFrozen: Bool = false
    ) {
      self.node = node
      self.operation = operation
      self.output = output
      self.parameters = parameters
      self.isShared = isShared
      self.isFrozen = isFrozen
    }
  }

  /// The nodes, in topological order.
  public let rows: [Row]
  /// The number of parameters of the graph, a shared one counted once.
  public let parameters: Int
  /// The number of those that training changes.
  public let trainableParameters: Int

  /// A summary. Traps when it has no rows.
  public init(rows: [Row], parameters: Int, trainableParameters: Int) {
    precondition(!rows.isEmpty, "a graph without a node")
    self.rows = rows
    self.parameters = parameters
    self.trainableParameters = trainableParameters
  }

  /// For a terminal, 80 columns wide.
  public var text: String { table(escape: \.self).text() }

  /// In GitHub's Markdown.
  public var markdown: String { table(escape: \.markdownEscaped).markdown }

  private func table(escape: (String) -> String) -> Table {
    Table(
      [.words("Node"), .words("Operation"), .words("Output"), .number("Parameters"), .words("")],
      rows: rows.map { row in
        let remarks = [row.isShared ? "shared" : nil, row.isFrozen ? "frozen" : nil]
        return [
          escape(row.node), escape(row.operation), escape(row.output),
          row.parameters == 0 ? "" : String(grouped: row.parameters),
          remarks.compactMap(\.self).joined(separator: ", "),
        ]
      },
      footer: [
        ["Total", "", "", String(grouped: parameters), ""],
        ["Trainable", "", "", String(grouped: trainableParameters), ""],
      ])
  }
}
