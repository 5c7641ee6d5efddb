package import StrataClassifiers
internal import StrataLayerGraph

extension Model {
  /// What kind of classifier it is; nil for a stack alone.
  package var kind: ModelKind? {
    guard let classifier else { return nil }
    let linear: ModelKind = classifier.hasProbabilities ? .logisticRegression : .linearSVM
    if codeNames.isEmpty { return linear }
    guard let stack else { return .randomInitialisation }
    if classifier.graph.hasLayers(of: stack) { return linear.onFeatures }
    return stack.hasNoise ? .stackedDenoisingAutoencoder : .stackedAutoencoder
  }
}

extension LayerGraph {
  /// True where some noise has a level above 0.
  fileprivate var hasNoise: Bool {
    nodes.contains {
      guard case .corruption(let noise) = $0.operation else { return false }
      return noise.level > 0 || (noise.finalLevel ?? 0) > 0
    }
  }

  /// True where every layer below the head has the very weights of a stack.
  fileprivate func hasLayers(of stack: LayerGraph) -> Bool {
    parameters.names.allSatisfy {
      NodeRole(ofParameter: $0) == .head || parameters[$0] == stack.parameters[$0]
    }
  }
}
