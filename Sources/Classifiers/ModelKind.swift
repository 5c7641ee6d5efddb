/// The kinds of models that are compared with each other.
public enum ModelKind: String, Hashable, Codable, Sendable, CaseIterable {
  /// Multiclass logistic regression on raw pixels.
  case logisticRegression = "logistic-regression"
  /// A multiclass linear support vector machine on raw pixels.
  case linearSVM = "linear-svm"
  /// The stack's shape, trained from random weights.
  case randomInitialisation = "random-initialisation"
  /// Pretrained layer by layer as denoising autoencoders, then fine-tuned.
  case stackedDenoisingAutoencoder = "stacked-denoising-autoencoder"

  /// True for what has no layer of units between its input and its scores.
  public var isLinear: Bool { self == .logisticRegression || self == .linearSVM }

  /// What it is called where its shape does not matter.
  public var title: String {
    switch self {
    case .logisticRegression: "logistic regression"
    case .linearSVM: "linear SVM"
    case .randomInitialisation: "random init"
    case .stackedDenoisingAutoencoder: "stacked DAE"
    }
  }
}
