/// The kinds of models that are compared with each other.
public enum ModelKind: String, Hashable, Codable, Sendable, CaseIterable {
  /// Multiclass logistic regression on raw pixels.
  case logisticRegression = "logistic-regression"
  /// A multiclass linear support vector machine on raw pixels.
  case linearSVM = "linear-svm"
  /// The same regression on the codes of a pretrained stack, which is left as it is.
  case logisticRegressionOnFeatures = "logistic-regression-on-features"
  /// The same machine on the codes of a pretrained stack, which is left as it is.
  case linearSVMOnFeatures = "linear-svm-on-features"
  /// The stack's shape, trained from random weights.
  case randomInitialisation = "random-initialisation"
  /// Pretrained layer by layer as autoencoders that see their inputs without noise, then fine-tuned.
  case stackedAutoencoder = "stacked-autoencoder"
  /// Pretrained layer by layer as denoising autoencoders, then fine-tuned.
  case stackedDenoisingAutoencoder = "stacked-denoising-autoencoder"

  /// True for what has no layer of units between its input and its scores.
  public var isLinear: Bool { self == .logisticRegression || self == .linearSVM }

  /// True for what was pretrained layer by layer and then trained end to end.
  public var isFineTunedStack: Bool { self == .stackedAutoencoder || self == .stackedDenoisingAutoencoder }

  /// The linear model that learned from labels, of the inputs or of features; nil for what was trained end to end.
  public var linearModel: ModelKind? {
    switch self {
    case .logisticRegression, .logisticRegressionOnFeatures: .logisticRegression
    case .linearSVM, .linearSVMOnFeatures: .linearSVM
    case .randomInitialisation, .stackedAutoencoder, .stackedDenoisingAutoencoder: nil
    }
  }

  /// The same linear model on the features of a stack; nil for what was trained end to end.
  public var onFeatures: ModelKind? {
    linearModel.map { $0 == .linearSVM ? .linearSVMOnFeatures : .logisticRegressionOnFeatures }
  }

  /// What it is called where its shape does not matter.
  public var title: String {
    switch self {
    case .logisticRegression: "logistic regression"
    case .linearSVM: "linear SVM"
    case .logisticRegressionOnFeatures: "logistic regression on features"
    case .linearSVMOnFeatures: "linear SVM on features"
    case .randomInitialisation: "random init"
    case .stackedAutoencoder: "stacked AE"
    case .stackedDenoisingAutoencoder: "stacked DAE"
    }
  }
}
