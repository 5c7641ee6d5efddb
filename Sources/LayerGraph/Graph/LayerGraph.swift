/// Layers as data: nodes in topological order over one table of named parameters.
///
/// A graph is a value. It is valid from the moment it exists: every initialiser and every surgery
/// checks names, order and shapes, and throws what is wrong.
///
/// ```swift
/// let graph = try LayerGraph(
///   nodes: [
///     Node("input", .input(width: 784)),
///     Node("encoder.0", .dense(weight: "encoder.0.weight", bias: "encoder.0.bias", transposed: false),
///       inputs: ["input"]),
///   ],
///   parameters: parameters)
/// print(graph.summary.rows)
/// ```
public struct LayerGraph: Sendable, Equatable {
  /// The nodes; each reads only nodes before it.
  public let nodes: [Node]
  /// The parameters; each is used by at least one node.
  public let parameters: ParameterTable
  /// The names of the parameters that training leaves as they are.
  public let frozen: Set<String>
  /// The width of each node's value, in the order of `nodes`: its columns in a batch.
  public let widths: [Int]
  private let indices: [String: Int]

  /// A valid graph of these nodes.
  ///
  /// - Throws: `GraphError` naming the nodes and shapes that do not fit.
  public init(nodes: [Node], parameters: ParameterTable, frozen: Set<String> = []) throws {
    self.nodes = nodes
    self.parameters = parameters
    self.frozen = frozen
    (widths, indices) = try Self.validate(nodes: nodes, parameters: parameters, frozen: frozen)
  }

  /// The number of numbers in all parameters, trained, frozen and measured.
  public var parameterCount: Int { parameters.count }

  /// The node of a name, or nil.
  public subscript(name: String) -> Node? { indices[name].map { nodes[$0] } }

  /// The width of a node's value. Throws `GraphError` when there is no such node.
  public func width(of node: String) throws -> Int { widths[try index(of: node)] }

  /// The width of the examples that it takes: the width of its input node.
  public var inputWidth: Int {
    for case (.input(let width), _) in zip(nodes.map(\.operation), widths) { return width }
    return 0
  }

  /// The position of a node. Throws `GraphError` when there is no such node.
  func index(of name: String) throws -> Int {
    guard let index = indices[name] else {
      throw GraphError.noSuchNode(name, among: nodes.map(\.name))
    }
    return index
  }

  /// The same nodes with other parameters of the same names and shapes. Traps if they differ.
  package func replacing(parameters: ParameterTable) -> LayerGraph {
    precondition(
      parameters.names == self.parameters.names
        && parameters.names.allSatisfy { parameters.shape(of: $0) == self.parameters.shape(of: $0) },
      "parameters of another graph")
    return LayerGraph(self, parameters: parameters)
  }

  private init(_ other: LayerGraph, parameters: ParameterTable) {
    nodes = other.nodes
    frozen = other.frozen
    widths = other.widths
    indices = other.indices
    self.parameters = parameters
  }
}
