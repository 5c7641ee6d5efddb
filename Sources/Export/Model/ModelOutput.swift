/// What a model that is written for other programs computes.
public enum ModelOutput: Hashable, Sendable {
  /// The class of each example and the probabilities of all, from the node `probability`: a graph with a head.
  case probabilities
  /// The values of a node, for example of `code.2`.
  case codes(node: String)
  /// What the stack makes of its own top codes, and how far that is from the example: a graph with its decoders, or
  /// what `LayerGraph.reconstructing()` made of one.
  case score
}
