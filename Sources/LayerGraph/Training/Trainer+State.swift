internal import StrataCommunication
internal import StrataFiles
internal import StrataLinearAlgebra

extension Trainer {
  /// Where training stands; with the graph and the recipe, all that is needed to go on with it.
  public struct State: Sendable, Equatable {
    /// The parameters.
    public var parameters: ParameterTable
    /// What the optimizer remembers.
    package var optimizer: OptimizerState
    /// The epochs that are finished.
    public var epoch: Int
    /// How far the epoch after them has come.
    package var partial: PartialEpoch

    /// A state from its parts.
    package init(
      parameters: ParameterTable, optimizer: OptimizerState, epoch: Int,
      partial: PartialEpoch = PartialEpoch()
    ) {
      self.parameters = parameters
      self.optimizer = optimizer
      self.epoch = epoch
      self.partial = partial
    }
  }

  /// How far an epoch in progress has come.
  package struct PartialEpoch: Sendable, Equatable, Codable {
    /// The steps that are taken.
    package var steps: Int
    /// The sum of the loss over the examples presented, each at the moment when it was.
    package var summedLoss: Double
    /// How long they took.
    package var seconds: Double

    /// A part of an epoch; by default none of it.
    package init(steps: Int = 0, summedLoss: Double = 0, seconds: Double = 0) {
      self.steps = steps
      self.summedLoss = summedLoss
      self.seconds = seconds
    }

    private enum CodingKeys: String, CodingKey {
      case steps, seconds
      case summedLoss = "summed_loss"
    }
  }

  /// Where training stands, once all numbers in it are known to be finite.
  ///
  /// - Throws: `InputError` of kind `numericalFailure` when one is not; that of examples that could not be read.
  public func soundState() throws -> State {
    try source.features.requireIntact()
    try checkParameters()
    let state = state
    try group.requireAgreement(
      on: "\(loss) after \(state.optimizer.steps) steps",
      "parameters with checksum \(state.parameters.checksum)")
    for (name, slots) in state.optimizer.slots where !slots.allSatisfy(\.isFinite) {
      throw failure(
        expected: "a finite memory of the optimizer", found: "one of \(name) that is not")
    }
    return state
  }

  /// Goes on from a state that was stored.
  ///
  /// - Throws: `InputError` when the state is not one of this graph, recipe and number of examples.
  public func resume(from state: State) throws {
    try check(state)
    self.state = state
  }

  private func check(_ state: State) throws {
    func require(_ isTrue: Bool, _ expected: String, _ found: String) throws {
      guard !isTrue else { return }
      throw InputError(
        .malformedData, at: "the state of \(loss)", expected: expected, found: found,
        advice: "go on with the checkpoint of this very run, or begin again")
    }
    let shapes = template.parameters
    for name in shapes.names {
      guard let shape = shapes[name]?.shape else { continue }
      let found = state.parameters[name]?.shape
      try require(
        found == shape, "\(name) of \(shape)", found.map { "\($0)" } ?? "no such parameter")
    }
    let (known, stored) = (Set(updater.state.slots.keys), Set(state.optimizer.slots.keys))
    try require(
      known == stored, "what the optimizer remembers of \(known.sorted())", "\(stored.sorted())")
    for (name, slots) in state.optimizer.slots {
      let shapes = slots.map(\.shape)
      let expected = updater.state.slots[name]?.map(\.shape) ?? []
      try require(shapes == expected, "memories of \(name) of \(expected)", "\(shapes)")
    }
    try require(
      (0...recipe.epochs).contains(state.epoch), "0 to \(recipe.epochs) epochs", "\(state.epoch)")
    let (epoch, partial) = (state.epoch, state.partial)
    let room = epoch == recipe.epochs ? 0 : stepsPerEpoch
    try require((0...room).contains(partial.steps), "0 to \(room) steps", "\(partial.steps)")
    let steps = epoch * stepsPerEpoch + partial.steps
    try require(
      state.optimizer.steps == steps, "\(steps) steps of the optimizer", "\(state.optimizer.steps)")
    try require(
      partial.summedLoss.isFinite && partial.seconds.isFinite, "finite sums",
      "\(partial.summedLoss) and \(partial.seconds)")
  }
}
