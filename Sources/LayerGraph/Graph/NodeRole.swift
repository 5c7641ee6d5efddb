/// The part that a node plays in a stack of autoencoders or in a classifier: what its name begins with.
///
/// ```swift
/// NodeRole.code[1]              // "code.1", the code of the second layer
/// NodeRole.encoder.weight(of: 1) // "encoder.1.weight"
/// NodeRole.head.name            // "head"
/// ```
///
/// Graphs of one's own may have nodes of other names; they play none of these parts.
public enum NodeRole: String, Sendable, Hashable, CaseIterable {
  /// The examples.
  case input
  /// An input with noise on it.
  case corruption
  /// How much each element of a reconstruction counts.
  case emphasis
  /// The dense operation below a code.
  case encoder
  /// What is encoded, standardized column by column.
  case normalization
  /// What is standardized, each column with a factor and a summand of its own.
  case shift
  /// What a layer makes of its input.
  case code
  /// A value within the network with noise on it.
  case noise
  /// The dense operation back from a code.
  case decoder
  /// What a decoder ends in.
  case reconstruction
  /// How unlike a reconstruction is, where penalties are added to it.
  case error
  /// The penalty on what a code changes with its input.
  case contraction
  /// The penalty on codes that are seldom 0.
  case sparsity
  /// What training makes small.
  case loss
  /// A value of which some elements are dropped in training.
  case dropout
  /// The scores of the classes.
  case head
  /// What the scores say the classes' probabilities are.
  case probability
  /// The classes that the examples are of.
  case labels

  /// The name of a node that there is one of: `head`.
  public var name: String { rawValue }

  /// The name of a layer's node, the layers counted from 0: `code.1`.
  public subscript(layer: Int) -> String { "\(rawValue).\(layer)" }

  /// The name of a node that does something to another: `dropout.code.1`.
  func name(after node: Node) -> String { "\(rawValue).\(node.name)" }

  /// The name of the weight of a layer's node, or of the one that there is.
  public func weight(of layer: Int? = nil) -> String { parameter("weight", of: layer) }

  /// The name of the bias of a layer's node, or of the one that there is.
  public func bias(of layer: Int? = nil) -> String { parameter("bias", of: layer) }

  /// The part of the node that a parameter belongs to; nil for none.
  public init?(ofParameter name: String) { self.init(rawValue: String(name.prefix { $0 != "." })) }

  private func parameter(_ suffix: String, of layer: Int?) -> String {
    (layer.map { self[$0] } ?? name) + "." + suffix
  }
}
