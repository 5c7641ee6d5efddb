import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// The one training loop.
struct TrainerTests {
  let features = SmallGraphs.features(rows: 23, seed: 6)

  private func trainer(
    _ optimizer: Optimizer = .sgd(), epochs: Int = 5, batchSize: Int = 5, seed: UInt64 = 6,
    threads: Int = 1, features: (any Features)? = nil
  ) throws -> Trainer {
    let graph = try SmallGraphs.classifier(middle: .dropout(rate: 0.3), seed: 6)
    return try Trainer(
      graph, minimizing: "loss", features: features ?? self.features,
      labels: SmallGraphs.labels(rows: 23, seed: 6),
      recipe: TrainingRecipe(
        epochs: epochs, batchSize: batchSize, learningRate: 0.1,
        schedule: Schedule(.cosine, warmUpEpochs: 1), optimizer: optimizer, weightDecay: 1e-3),
      seed: seed, execution: Execution(threads: threads))
  }

  /// Where training stands after all its epochs, and the losses on the way.
  private func finish(_ trainer: Trainer) throws -> (state: Trainer.State, losses: [Double]) {
    var losses: [Double] = []
    while !trainer.isFinished { losses.append(try trainer.trainEpoch().loss) }
    return (trainer.state, losses)
  }

  static let penalties: [[Operation]] = [
    [],
    [.contraction(strength: 0.5), .sparsity(Sparsity(target: 0.2, strength: 1))],
  ]

  /// Without momentum a product takes the step itself, and so does what a penalty adds to it.
  @Test(arguments: [1, 2], penalties)
  func aPlainStepIsRateTimesGradient(threads: Int, penalties: [Operation]) throws {
    let decay = 0.125
    let graph = try SmallGraphs.autoencoder(
      corruption: .masking(0.25), penalties: penalties, seed: 6)
    let trainer = try Trainer(
      graph, minimizing: "loss", features: features,
      recipe: TrainingRecipe(
        epochs: 2, batchSize: 23, learningRate: 1, weightDecay: Float(decay)), seed: 99,
      execution: Execution(threads: threads))
    _ = try trainer.trainEpoch()
    let before = trainer.graph
    let loss = try trainer.trainEpoch().loss
    let after = trainer.graph.parameters

    var pass = LibraryPass(before, features: features)
    pass.noise = .init(seed: 99)
    pass.epoch = 1
    var expected = pass.reference.gradient(of: "loss")
    let weight = try #require(before.parameters["weight"]).doubles
    expected["weight"] = expected["weight"].map { $0 + weight.map { element in element * decay } }
    #expect(abs(loss / pass.reference.loss("loss") - 1) < 1e-6)
    for name in after.names {
      let step = zip(before.parameters[name]?.elements ?? [], after[name]?.elements ?? []).map { $0 - $1 }
      let shape = try #require(after[name]?.shape)
      let error = try relativeError(
        Matrix(rows: shape.rows, columns: shape.columns, step), #require(expected[name]))
      #expect(error < 2e-6, "\(name)")
    }
  }

  @Test func everyEpochPresentsEveryExampleOnceInAFreshOrder() throws {
    let recording = RecordingFeatures(features)
    let trainer = try trainer(features: recording)
    var shares: [Double] = []
    while !trainer.isFinished { _ = try trainer.trainEpoch { shares.append($0) } }
    let batches = recording.batches
    #expect(batches.count == 25)
    var epochs: Set<[Int32]> = []
    for first in stride(from: 0, to: 25, by: 5) {
      let epoch = batches[first..<first + 5]
      #expect(epoch.map(\.count) == [5, 5, 5, 5, 3])
      #expect(epoch.flatMap { $0 }.sorted() == (0..<23).map { Int32($0) })
      epochs.insert(epoch.flatMap { $0 })
    }
    #expect(epochs.count == 5)
    let expected: [Double] = [5 / 23, 10 / 23, 15 / 23, 20 / 23, 1]
    #expect(Array(shares.prefix(5)) == expected)
  }

  @Test(arguments: OptimizerTests.optimizers, [1, 2])
  func theSameSeedGivesTheSameBits(optimizer: Optimizer, threads: Int) throws {
    let one = try finish(trainer(optimizer, threads: threads))
    let two = try finish(trainer(optimizer, threads: threads))
    #expect(one.state == two.state && one.losses == two.losses)
    #expect(try finish(trainer(optimizer, seed: 7, threads: threads)).state != one.state)
  }

  /// From any epoch on, in a trainer that has done something else before.
  @Test(arguments: OptimizerTests.optimizers, [0, 1, 3, 5])
  func anInterruptedRunGivesTheSameBits(optimizer: Optimizer, epoch: Int) throws {
    let whole = try finish(trainer(optimizer, threads: 2))
    let interrupted = try trainer(optimizer, threads: 2)
    for _ in 0..<epoch { _ = try interrupted.trainEpoch() }
    let state = interrupted.state
    _ = try finish(interrupted)

    let resumed = try trainer(optimizer, threads: 2)
    _ = try resumed.trainEpoch()
    resumed.state = state
    #expect(resumed.state == state && resumed.epoch == epoch)
    let rest = try finish(resumed)
    #expect(rest.state == whole.state)
    #expect(rest.losses == Array(whole.losses.dropFirst(epoch)))
  }

  /// Stopped after any step of the second epoch, and gone on with by another trainer.
  @Test(arguments: OptimizerTests.optimizers, 1...5)
  func aRunInterruptedWithinAnEpochGivesTheSameBits(optimizer: Optimizer, step: Int) throws {
    struct Stop: Error {}
    let whole = try finish(trainer(optimizer, threads: 2))
    let interrupted = try trainer(optimizer, threads: 2)
    _ = try interrupted.trainEpoch()
    var steps = 0
    #expect(throws: Stop.self) {
      try interrupted.trainEpoch { _ in
        steps += 1
        if steps == step { throw Stop() }
      }
    }
    let state = interrupted.state
    #expect(state.epoch == 1 && state.partial.steps == step)

    let resumed = try trainer(optimizer, threads: 2)
    try resumed.resume(from: state)
    let rest = try finish(resumed)
    #expect(rest.state == whole.state)
    #expect(rest.losses == Array(whole.losses.dropFirst()))
  }

  typealias Damage = @Sendable (inout Trainer.State) -> Void

  static let damages: [(String, Damage)] = [
    ("expected head.weight of 18 × 5, found no such parameter", { $0.parameters["head.weight"] = nil }),
    ("expected head.weight of 18 × 5, found 1 × 1", { $0.parameters["head.weight"] = Matrix([[1]]) }),
    ("expected what the optimizer remembers of", { $0.optimizer.slots["head.weight"] = nil }),
    (
      "expected memories of head.weight of [18 × 5, 18 × 5], found []",
      { $0.optimizer.slots["head.weight"] = [] }
    ),
    ("expected 0 to 5 epochs, found 6", { $0.epoch = 6 }),
    ("expected 0 to 5 epochs, found -1", { $0.epoch = -1 }),
    ("expected 0 to 5 steps, found 6", { $0.partial.steps = 6 }),
    ("expected 8 steps of the optimizer, found 5", { $0.partial.steps = 3 }),
    ("expected finite sums, found nan", { $0.partial.summedLoss = .nan }),
  ]

  @Test(arguments: damages)
  func aStateThatDoesNotFitIsRefused(message: String, damage: Damage) throws {
    let trainer = try trainer(.adam())
    _ = try trainer.trainEpoch()
    var state = trainer.state
    damage(&state)
    let before = trainer.state
    let error = #expect(throws: InputError.self) { try trainer.resume(from: state) }
    #expect(error?.kind == .malformedData)
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    #expect(trainer.state == before)
  }

  @Test(arguments: OptimizerTests.optimizers)
  func theOptimizersStateIsAValue(optimizer: Optimizer) throws {
    let trainer = try trainer(optimizer)
    let fresh = trainer.state
    _ = try trainer.trainEpoch()
    #expect(trainer.state.optimizer.steps == 5)
    let slots =
      switch optimizer {
      case .sgd(let momentum, _): momentum == 0 ? 0 : 1
      case .adam, .adamW: 2
      }
    let names = slots == 0 ? [] : Set(trainer.graph.parameters.names)
    #expect(Set(trainer.state.optimizer.slots.keys) == names)
    for (name, matrices) in trainer.state.optimizer.slots {
      #expect(matrices.count == slots)
      #expect(matrices.allSatisfy { $0.shape == trainer.graph.parameters[name]?.shape })
    }
    trainer.state = fresh
    #expect(trainer.state == fresh && trainer.epoch == 0)
  }

  @Test func theRateOfAStepIsThatOfItsMoment() throws {
    // The last of five steps in the third of five epochs, one of which is warm-up.
    let trainer = try trainer()
    _ = try trainer.trainEpoch()
    _ = try trainer.trainEpoch()
    let expected = 0.1 * trainer.recipe.schedule.factor(at: 2 + 20.0 / 23, of: 5)
    #expect(abs(Double(try trainer.trainEpoch().learningRate) / expected - 1) < 1e-6)
  }

  @Test func whatAReportThrowsEndsTraining() throws {
    struct Stop: Error {}
    let trainer = try trainer()
    #expect(throws: Stop.self) {
      try trainer.trainEpoch { if $0 > 0.5 { throw Stop() } }
    }
    #expect(trainer.epoch == 0)
  }

  @Test(arguments: [1, 2])
  func aLossThatIsNoNumberIsAnError(threads: Int) throws {
    let graph = try SmallGraphs.autoencoder(loss: .squaredError, seed: 1)
    let trainer = try Trainer(
      graph.replacing(parameters: graph.parameters.repeating(.nan)), minimizing: "loss",
      features: Matrix(rows: 4, columns: 19, repeating: 0.5),
      recipe: TrainingRecipe(epochs: 1, batchSize: 2, learningRate: 0.5), seed: 1,
      execution: Execution(threads: threads))
    let error = #expect(throws: InputError.self) { try trainer.trainEpoch() }
    #expect(error?.kind == .numericalFailure)
    #expect(
      error?.description.replacing("-nan", with: "nan")
        == "loss, epoch 1, step 1 of 2: expected a finite loss, found nan at learning rate 0.5; the largest "
        + "gradient is not a number, in weight; lower the learning rate, or limit the weights (maxNorm)"
    )
  }

  @Test func aRateThatIsTooHighEndsInAnErrorAndNotInNonsense() throws {
    let graph = try LayerGraph(
      nodes: [
        Node("input", .input(width: 19)),
        Node("dense", .dense(weight: "w", bias: nil, transposed: false), inputs: ["input"]),
        Node("loss", .loss(.squaredError), inputs: ["dense", "input"]),
      ], parameters: SmallGraphs.parameters([("w", 19, 19)], seed: 1))
    let trainer = try Trainer(
      graph, minimizing: "loss", features: features,
      recipe: TrainingRecipe(epochs: 1000, batchSize: 5, learningRate: 1e6), seed: 1)
    let error = #expect(throws: InputError.self) {
      while !trainer.isFinished { _ = try trainer.trainEpoch() }
    }
    #expect(error?.kind == .numericalFailure)
  }

  /// A step can spoil the weights while its own loss was finite: nobody gets to store them.
  @Test func weightsThatAreNoNumbersAreNotHandedOut() throws {
    let trainer = try trainer(.adam())
    _ = try trainer.trainEpoch()
    #expect(try trainer.soundState() == trainer.state)
    var weight = try #require(trainer.state.parameters["head.weight"])
    weight[17, 4] = .infinity
    trainer.store["head.weight"].window.assign(weight)
    let error = #expect(throws: InputError.self) { _ = try trainer.soundState() }
    #expect(error?.kind == .numericalFailure)
    #expect(error?.place == "loss, epoch 1, step 5 of 5")
    #expect(error?.found.hasPrefix("one in head.weight that is not at learning rate ") == true)
  }

  /// Adam's second moment is a square: it overflows before the weights do, which then stand still.
  @Test func aMemoryThatIsNoNumberIsNotHandedOut() throws {
    let trainer = try trainer(.adam())
    _ = try trainer.trainEpoch()
    var state = trainer.state
    let slots = try #require(state.optimizer.slots["head.weight"])
    var second = slots[1]
    second[3, 2] = .infinity
    state.optimizer.slots["head.weight"] = [slots[0], second]
    trainer.state = state
    let error = #expect(throws: InputError.self) { _ = try trainer.soundState() }
    #expect(error?.kind == .numericalFailure)
    #expect(error?.found.hasPrefix("one of head.weight that is not at learning rate ") == true)
  }

  @Test func aValidationLossThatIsNoNumberIsAnError() throws {
    let trainer = try trainer(.adam())
    _ = try trainer.trainEpoch()
    try trainer.requireFinite(validationLoss: 0)
    let error = #expect(throws: InputError.self) { try trainer.requireFinite(validationLoss: .infinity) }
    #expect(error?.kind == .numericalFailure)
    #expect(error?.place == "loss, epoch 1, step 5 of 5")
    #expect(error?.expected == "a finite validation loss")
  }

  /// Of the step before the weights change: the gradient of ‖Wx − x‖² by W is 2 · (Wx − x) · xᵀ.
  @Test func theLargestGradientIsThatOfTheStep() throws {
    let trainer = try Trainer(
      LayerGraph(
        nodes: [
          Node("input", .input(width: 1)),
          Node("dense", .dense(weight: "w", bias: nil, transposed: false), inputs: ["input"]),
          Node("loss", .loss(.squaredError), inputs: ["dense", "input"]),
        ], parameters: SmallGraphs.parameters([("w", 1, 1)], seed: 1)
      ), minimizing: "loss", features: Matrix([[1]]),
      recipe: TrainingRecipe(epochs: 1, batchSize: 1, learningRate: 0.5), seed: 1)
    trainer.store["w"].window.assign(Matrix([[-1e25]]))
    let error = #expect(throws: InputError.self) { try trainer.trainEpoch() }
    #expect(error?.found == "inf at learning rate 0.5; the largest gradient is 2e+25 in w")
  }
}
