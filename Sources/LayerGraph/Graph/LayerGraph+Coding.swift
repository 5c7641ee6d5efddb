public import StrataLinearAlgebra

extension LayerGraph {
  /// The shape of a graph without the numbers: what a checkpoint keeps beside the tensors.
  public struct Architecture: Hashable, Sendable, Codable {
    /// The nodes, in topological order.
    public let nodes: [Node]
    /// The names of the parameters, in the order of the table.
    public let parameters: [String]
    /// The names of the parameters that training leaves as they are, sorted.
    public let frozen: [String]

    /// An architecture from its parts.
    package init(nodes: [Node], parameters: [String], frozen: [String]) {
      self.nodes = nodes
      self.parameters = parameters
      self.frozen = frozen
    }
  }

  /// The graph without the numbers.
  public var architecture: Architecture {
    Architecture(nodes: nodes, parameters: parameters.names, frozen: frozen.sorted())
  }

  /// A graph from its architecture and its parameters by name.
  ///
  /// - Throws: `GraphError` when a parameter is missing or has the wrong shape.
  public init(_ architecture: Architecture, parameters: [String: Matrix]) throws {
    var table = ParameterTable()
    for name in architecture.parameters { table[name] = parameters[name] }
    try self.init(
      nodes: architecture.nodes, parameters: table, frozen: Set(architecture.frozen))
  }
}
