package import StrataClassifiers
internal import StrataRecipes
internal import StrataSession

extension WholeRun {
  /// What can be trained beside a stack, to compare it with.
  package enum Control: String, Sendable, Codable, CaseIterable {
    /// The same shape from random weights.
    case scratch
    /// The same stack, pretrained without noise.
    case withoutNoise = "without-noise"
    /// A linear support vector machine on the inputs as they are.
    case machine
    /// Both linear models on the features of the stack, which is left as it was pretrained.
    case features

    /// The models that it is.
    package var kinds: Set<ModelKind> {
      switch self {
      case .scratch: [.randomInitialisation]
      case .withoutNoise: [.stackedAutoencoder]
      case .machine: [.linearSVM]
      case .features: [.logisticRegressionOnFeatures, .linearSVMOnFeatures]
      }
    }

    /// Those that `evaluate` trains by itself when they are wanted.
    fileprivate var isLinear: Bool { self == .machine || self == .features }
  }

  /// The linear models among some controls.
  static func linearModels(of controls: Set<Control>) -> Set<ModelKind> {
    controls.filter(\.isLinear).reduce(into: []) { $0.formUnion($1.kinds) }
  }

  /// The commands that train them.
  ///
  /// - Parameter stack: the path of the run whose stack makes the features.
  static func commands(for controls: Set<Control>, on stack: String, _ options: PipelineOptions) -> [String] {
    let options = options.keeping(RecipeKey.ofLinearModels)
    let features = ["--from", stack]
    return (controls.contains(.machine) ? [options.command("baseline", ["--model", "svm"])] : [])
      + (controls.contains(.features)
        ? [
          options.command("baseline", features), options.command("baseline", ["--model", "svm"] + features),
        ]
        : [])
  }
}

extension PipelineOptions {
  /// The same with a stack that is pretrained without noise.
  func withoutNoise() throws -> PipelineOptions {
    let assignments = try recipe().assignmentsWithoutNoise
    var options = self
    options.isControl = true
    options.assignments.removeAll { old in
      assignments.contains { old.prefix { $0 != "=" } == $0.prefix { $0 != "=" } }
    }
    options.assignments += assignments
    return options
  }
}
