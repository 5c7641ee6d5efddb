import LayerGraph
import LinearAlgebra
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

  @Test(arguments: [1, 2])
  func aPlainStepIsRateTimesGradient(threads: Int) throws {
    let graph = try SmallGraphs.autoencoder(corruption: .masking(0.25), seed: 6)
    let trainer = try Trainer(
      graph, minimizing: "loss", features: features,
      recipe: TrainingRecipe(epochs: 2, batchSize: 23, learningRate: 1), seed: 99,
      execution: Execution(threads: threads))
    _ = try trainer.trainEpoch()
    let before = trainer.graph
    let loss = try trainer.trainEpoch().loss
    let after = trainer.graph.parameters

    var pass = LibraryPass(before, features: features)
    pass.noise = .init(seed: 99)
    pass.epoch = 1
    let expected = pass.reference.gradient(of: "loss")
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
    let trainer = try Trainer(
      SmallGraphs.autoencoder(loss: .squaredError, seed: 1).features(of: "loss"), minimizing: "loss",
      features: Matrix(rows: 4, columns: 19, repeating: .nan),
      recipe: TrainingRecipe(epochs: 1, batchSize: 2, learningRate: 0.5), seed: 1,
      execution: Execution(threads: threads))
    let error = #expect(throws: InputError.self) { try trainer.trainEpoch() }
    #expect(error?.kind == .numericalFailure)
    #expect(
      error?.description.replacing("-nan", with: "nan")
        == "loss, epoch 1, step 1: expected a finite loss, found nan at learning rate 0.5; "
        + "lower the learning rate, or look for inputs that are not numbers")
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
}
