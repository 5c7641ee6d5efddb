/// One node of a graph: an operation on the values of other nodes.
public struct Node: Hashable, Sendable, Codable {
  /// Unique in its graph. What stands before the first dot says the node's part in the whole:
  /// `encoder.0`, `decoder.0`, `head`.
  public let name: String
  /// What it computes.
  public let operation: Operation
  /// The nodes that it reads, in the order that the operation expects.
  public let inputs: [String]

  /// A node that reads `inputs`.
  public init(_ name: String, _ operation: Operation, inputs: [String] = []) {
    self.name = name
    self.operation = operation
    self.inputs = inputs
  }

  /// The part that the node plays in a stack or a classifier, which its name begins with; nil for none.
  public var role: NodeRole? { NodeRole(ofParameter: name) }

  /// The layer of a greedy stack that a node or a parameter is of, from 0: 2 for `encoder.2`, `encoder.2.weight` and
  /// `noise.code.2`; nil for one of none.
  package static func layer(of name: String) -> Int? {
    name.split(separator: ".").dropFirst().lazy.compactMap { Int($0) }.first
  }
}
