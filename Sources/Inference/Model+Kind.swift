package import StrataClassifiers
internal import StrataLayerGraph

extension Model {
  /// What kind of classifier it is; nil for a stack alone.
  package var kind: ModelKind? {
    guard let classifier else { return nil }
    guard codeNames.isEmpty else {
      return stack == nil ? .randomInitialisation : .stackedDenoisingAutoencoder
    }
    return classifier.hasProbabilities ? .logisticRegression : .linearSVM
  }
}
