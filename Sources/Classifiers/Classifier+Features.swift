public import StrataLayerGraph

/// Classifiers of features that no longer change.
extension Classifier {
  /// A linear classifier of features together with the layers that make them: one network, from the inputs to the
  /// classes.
  ///
  /// ```swift
  /// let encoder = try stack.features(of: "code.2")
  /// let codes = try LabelledFeatures(encoder.values(of: "code.2", for: images), labels: labels)
  /// let network = try LogisticRegression().fit(codes, classes: 10).onTop(of: encoder)
  /// ```
  ///
  /// - Parameter encoder: the layers, whose last node with features is what the classifier was fitted to.
  /// - Throws: `GraphError` when the widths differ, or there is a head already.
  public func onTop(of encoder: LayerGraph) throws -> Classifier {
    let network = try encoder.attachingHead(
      classes: classes, loss: hasProbabilities ? .softmaxCrossEntropy : .multiclassHinge)
    var table = network.parameters
    for name in [NodeRole.head.weight(), NodeRole.head.bias()] { table[name] = graph.parameters[name] }
    return try Classifier(
      LayerGraph(nodes: network.nodes, parameters: table, frozen: network.frozen), convergence: convergence)
  }
}
