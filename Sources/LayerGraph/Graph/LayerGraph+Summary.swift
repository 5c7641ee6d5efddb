internal import StrataLinearAlgebra

extension LayerGraph {
  /// What a person wants to know of a graph at a glance: a row for each node.
  public struct Summary: Sendable, Equatable {
    /// One node.
    public struct Row: Sendable, Equatable {
      /// Its name.
      public let node: String
      /// Its operation in words.
      public let operation: String
      /// The nodes it reads.
      public let inputs: [String]
      /// The shape of its value, for example `batch × 1000`.
      public let outputShape: String
      /// The numbers in the parameters that it is the first to use.
      public let parameters: Int
      /// The parameters that it shares with another node.
      public let shared: [String]
      /// True when it has parameters and training changes none of them: they are frozen or measured.
      public let isFrozen: Bool

      /// A row from its cells.
      package init(
        node: String, operation: String, inputs: [String] = [], outputShape: String, parameters: Int,
        shared: [String] = [], isFrozen: Bool = false
      ) {
        self.node = node
        self.operation = operation
        self.inputs = inputs
        self.outputShape = outputShape
        self.parameters = parameters
        self.shared = shared
        self.isFrozen = isFrozen
      }
    }
    /// A row for each node, in topological order.
    public let rows: [Row]
    /// The numbers in all parameters, each counted once.
    public let parameters: Int
    /// Those that training changes.
    public let trainable: Int

    /// A summary from its parts.
    package init(rows: [Row], parameters: Int, trainable: Int) {
      self.rows = rows
      self.parameters = parameters
      self.trainable = trainable
    }
  }

  /// The graph as a table.
  public var summary: Summary {
    var uses: [String: Int] = [:]
    for name in nodes.flatMap(\.operation.parameters) { uses[name, default: 0] += 1 }
    let trained = Set(trainable)
    var seen: Set<String> = []
    let rows = nodes.enumerated().map { index, node in
      let own = node.operation.parameters
      let new = own.filter { seen.insert($0).inserted }
      return Summary.Row(
        node: node.name, operation: node.operation.title, inputs: node.inputs,
        outputShape: isScalar(node) ? "1" : "batch × \(widths[index])",
        parameters: new.reduce(0) { $0 + (parameters.shape(of: $1)?.count ?? 0) },
        shared: own.filter { uses[$0, default: 0] > 1 },
        isFrozen: !own.isEmpty && !own.contains(where: trained.contains))
    }
    return Summary(
      rows: rows, parameters: parameterCount,
      trainable: trainable.reduce(0) { $0 + (parameters.shape(of: $1)?.count ?? 0) })
  }

  private func isScalar(_ node: Node) -> Bool {
    node.operation.isScalar
  }
}

extension LayerGraph.Summary {
  /// The widths that an example passes through, and the number of parameters: `784 → 1000 → 10, 795010 parameters`.
  public var line: String {
    let nodes = rows.filter { $0.parameters > 0 || $0.operation == "input" }
    return nodes.map { $0.outputShape.replacing("batch × ", with: "") }.joined(separator: " → ")
      + ", \(parameters) parameters"
  }
}

extension LayerGraph: CustomStringConvertible {
  /// Its nodes, one in a line, and the number of its parameters; not their values.
  public var description: String {
    let summary = summary
    let lines = summary.rows.map { row in
      "\(row.node): \(row.operation)"
        + (row.inputs.isEmpty ? "" : " of \(row.inputs.joined(separator: ", "))") + ", \(row.outputShape)"
    }
    return (lines + ["\(summary.parameters) parameters"]).joined(separator: "\n")
  }
}
