/// What is asked of an operation, whichever it is.
extension Operation {
  /// The word for it in summaries and drawings, for example `dense, transposed`.
  public var title: String { definition.title }

  /// How many nodes it reads.
  public var inputCounts: ClosedRange<Int> { definition.inputCounts }

  /// The parameters that it uses.
  public var parameters: [String] { parameterUses.map(\.name) }

  /// The parameters that it uses, what each is for and which shape it has.
  var parameterUses: [ParameterUse] { definition.parameters }

  /// The matrix that it multiplies by.
  var weight: String? { parameterUses.first { $0.role == .weight }?.name }

  /// True when its value is one number for a batch: a loss, a penalty, or a sum of them.
  var isScalar: Bool {
    switch definition.part {
    case .loss, .penalty, .sum: true
    case .layer, .labels, .noise, .weighing: false
    }
  }

  /// True when there are no features to be read of it: labels, losses and penalties.
  var holdsNoFeatures: Bool { definition.part == .labels || isScalar }

  /// True for a loss between a prediction and a target.
  var isLoss: Bool { definition.part == .loss }

  /// True for noise, which is absent in an inference pass.
  var isNoise: Bool { definition.part == .noise }

  /// True for nodes that only pretraining needs; `droppingDecoders()` removes them.
  var isForDecoders: Bool { [.weighing, .penalty].contains(definition.part) }

  /// True for noise that replaces a value by that of another example.
  var takesOtherExamples: Bool {
    if case .corruption(let noise) = self { noise.kind == .swap } else { false }
  }
}
