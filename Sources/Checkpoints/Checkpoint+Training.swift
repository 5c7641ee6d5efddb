public import StrataFiles
public import StrataLayerGraph

extension Checkpoint {
  /// Stores where a trainer stands: its progress, and its parameters as tensors `training/NAME`.
  public mutating func setTraining(_ state: Trainer.State) throws(InputError) {
    if !partNames.contains(Part.parameters) {
      try requireFree(state.parameters.names.map { "training/\($0)" })
    }
    try setProgress(state)
    try keep(state.parameters.names, as: Part.parameters)
    for name in state.parameters.names {
      if let matrix = state.parameters[name] { tensors["training/\(name)"] = Tensor(parameter: matrix) }
    }
  }

  /// Where a trainer stood; nil when that was not stored.
  public func training() throws(InputError) -> Trainer.State? {
    guard partNames.contains(Part.parameters) else { return nil }
    var parameters = ParameterTable()
    for name in try part(Part.parameters, as: [String].self) {
      parameters[name] = try parameter("training/\(name)")
    }
    return try progress(of: parameters)
  }

  /// Stores how far a trainer has come, and not its parameters: the optimizer, the parts `epoch` and,
  /// within an epoch, `partial_epoch`.
  package mutating func setProgress(_ state: Trainer.State) throws(InputError) {
    try keep(state.epoch, as: Part.epoch)
    if state.partial.steps > 0 { try keep(state.partial, as: Part.partial) }
    try setOptimizer(state.optimizer)
  }

  /// True when it says how far training has come.
  package var hasProgress: Bool { partNames.contains(Part.epoch) }

  /// Where a trainer of these parameters stood.
  ///
  /// - Throws: `InputError` when a count is none that a trainer comes to; whether the state is one of a
  ///   graph and a recipe is for the trainer to say.
  package func progress(of parameters: ParameterTable) throws(InputError) -> Trainer.State {
    let state = Trainer.State(
      parameters: parameters, optimizer: try optimizer(), epoch: try part(Part.epoch),
      partial: partNames.contains(Part.partial) ? try part(Part.partial) : Trainer.PartialEpoch())
    for count in [state.epoch, state.partial.steps] where !(0...Self.largestCount).contains(count) {
      throw InputError(
        .malformedData, at: place, expected: "0 to \(Self.largestCount) epochs and steps",
        found: "\(count)", advice: "take a checkpoint of another run, or train again")
    }
    return state
  }

  /// The most epochs, and the most steps of one, that are believed.
  private static let largestCount = 1 << 32

  private enum Part {
    static let parameters = "training_parameters"
    static let epoch = "epoch"
    static let partial = "partial_epoch"
  }
}
