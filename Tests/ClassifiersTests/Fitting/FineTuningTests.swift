import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

@testable import StrataClassifiers

/// End-to-end training with early stopping.
struct FineTuningTests {
  let train = ToyClasses.clouds(rows: 60, width: 1.2, seed: 1)
  let validation = ToyClasses.clouds(rows: 45, width: 1.2, seed: 2)

  private static func recipe(
    epochs: Int = 40, optimizer: Optimizer = .sgd(momentum: 0.9)
  ) -> TrainingRecipe {
    TrainingRecipe(epochs: epochs, batchSize: 8, learningRate: 0.5, optimizer: optimizer)
  }

  /// What a run reported and came to.
  private struct Run {
    var epochs: [FineTuning.Epoch] = []
    var states: [FineTuning.State] = []
    var result: FineTuning.Result
  }

  private func run(
    _ tuning: FineTuning, seed: UInt64 = 1, threads: Int = 1, from state: FineTuning.State? = nil
  ) throws -> Run {
    var epochs: [FineTuning.Epoch] = []
    var states: [FineTuning.State] = []
    let result = try tuning.fit(
      ToyClasses.network(seed: 1), to: train, validation: validation, seed: seed, from: state,
      execution: Execution(threads: threads)
    ) { event in
      guard case .epoch(let epoch, let state) = event else { return }
      epochs.append(epoch)
      states.append(try state())
    }
    return Run(epochs: epochs, states: states, result: result)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64], [1, 3, 7])
  func trainingStopsWhenPatienceRunsOut(seed: UInt64, patience: Int) throws {
    let run = try run(FineTuning(training: Self.recipe(), patience: patience), seed: seed)
    let best = run.result.stopping.bestEpoch
    #expect(run.epochs.count == best + patience)
    #expect(run.epochs.last { $0.isBest }?.training.number == best)
    let percent = (run.result.stopping.bestError * 10000).rounded() / 100
    #expect(
      run.result.reason
        == "no validation error below the \(percent) % of epoch \(best) for \(patience) epochs")
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func theWeightsOfTheBestEpochComeBackToTheBit(seed: UInt64) throws {
    let run = try run(FineTuning(training: Self.recipe(), patience: 5), seed: seed)
    let best = run.result.stopping.bestEpoch
    #expect(run.result.classifier.graph.parameters == run.states[best - 1].training.parameters)
    #expect(run.result.classifier.graph.parameters == run.states.last?.best)
    #expect(run.result.classifier.graph.parameters != run.states.last?.training.parameters)

    // It is the best by its own report, and what it reports is what the classifier does.
    let errors = run.epochs.compactMap { $0.validationError?.count }
    #expect(errors[best - 1] == errors.min())
    let predicted = try run.result.classifier.predict(validation.features)
    let wrong = zip(predicted, validation.labels).count { $0 != $1 }
    #expect(Double(wrong) / 45 == run.result.stopping.bestError)
    #expect(run.result.validationError == Proportion(wrong, of: 45))
  }

  @Test func withoutPatienceEveryEpochIsDone() throws {
    let run = try run(FineTuning(training: Self.recipe(epochs: 12)))
    #expect(run.epochs.map(\.training.number) == Array(1...12))
    #expect(run.result.reason == "all 12 epochs done")
    #expect(run.epochs.last.map { $0.training.loss } ?? 1 < run.epochs[0].training.loss)
  }

  /// 60 examples in batches of 8 are 8 steps an epoch.
  @Test(arguments: [
    (1, Array(1...12)), (8, Array(1...12)), (9, [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12]), (24, [1, 3, 6, 9, 12]),
    (40, [1, 5, 10, 12]), (1000, [1, 12]),
  ])
  func itLooksWhereEnoughStepsHaveBeenTaken(interval: Int, looks: [Int]) throws {
    var tuning = FineTuning(training: Self.recipe(epochs: 12))
    let always = try run(tuning)
    tuning.validationInterval = interval
    let some = try run(tuning)
    #expect(some.epochs.filter { $0.validationError != nil }.map(\.training.number) == looks)
    // Training is the same, and so is what a look finds.
    #expect(some.states.map(\.training) == always.states.map(\.training))
    for (one, other) in zip(some.epochs, always.epochs) where looks.contains(one.training.number) {
      #expect(one.validationError == other.validationError)
      #expect(one.validationLoss == other.validationLoss)
    }
    for epoch in some.epochs where !looks.contains(epoch.training.number) {
      #expect(epoch.validationLoss == nil && !epoch.isBest)
    }
    let least = looks.compactMap { always.epochs[$0 - 1].validationError?.count }.min()
    #expect(some.result.validationError?.count == least)
    #expect(looks.contains(some.result.stopping.bestEpoch))
  }

  /// Patience runs out at a look, and not before the second.
  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func patienceIsCountedAtLooks(seed: UInt64) throws {
    let run = try run(
      FineTuning(training: Self.recipe(), patience: 2, validationInterval: 40), seed: seed)
    #expect(run.epochs.last?.validationError != nil)
    #expect(run.epochs.count >= 5)
    #expect(run.result.stopping.bestEpoch <= run.epochs.count - 4 || run.epochs.count == 40)
  }

  /// More examples than a batch of inference has, the last batch a short one.
  @Test func aLookIsAtAllExamples() throws {
    let many = ToyClasses.clouds(rows: 1203, width: 1.2, seed: 3)
    let result = try FineTuning(training: Self.recipe(epochs: 2)).fit(
      ToyClasses.network(seed: 1), to: train, validation: many, seed: 1)
    let predicted = try result.classifier.predict(many.features)
    let wrong = zip(predicted, many.labels).count { $0 != $1 }
    #expect(wrong > 0)
    #expect(result.validationError == Proportion(wrong, of: 1203))
  }

  /// Whatever counts them: the classes of the head are those that there are.
  @Test(arguments: [nil, .balanced] as [ClassWeights?], [-1, 3, .max, .min] as [Int32])
  func aLabelOfNoClassIsRefused(weights: ClassWeights?, label: Int32) throws {
    var labels = train.labels
    labels[7] = label
    let wrong = try LabelledFeatures(train.features, labels: labels)
    let error = #expect(throws: InputError.self) {
      try FineTuning(training: Self.recipe(), classWeights: weights)
        .fit(ToyClasses.network(seed: 1), to: wrong, validation: nil, seed: 1)
    }
    #expect(error?.place == "labels" && error?.found == "\(label)")
  }

  /// A network needs no probabilities to be trained, measured and asked for classes.
  @Test func aHeadWithoutProbabilitiesIsEnough() throws {
    let whole = try ToyClasses.network(seed: 1)
    let bare = try LayerGraph(
      nodes: whole.nodes.filter { $0.name != "probability" }, parameters: whole.parameters)
    func tuned(_ network: LayerGraph) throws -> Classifier {
      try FineTuning(training: Self.recipe(epochs: 3)).fit(
        network, to: train, validation: validation, seed: 1
      ).classifier
    }
    let (one, other) = try (tuned(whole), tuned(bare))
    #expect(one.hasProbabilities && !other.hasProbabilities)
    #expect(try one.evaluate(on: validation).error == other.evaluate(on: validation).error)
  }

  /// An example whose numbers are none has no class and no probability.
  @Test(arguments: [Float.nan, .infinity, 3e38]) func nothingIsSaidOfWhatIsNoNumber(value: Float) throws {
    let classifier = try LogisticRegression().fit(ToyClasses.clouds(rows: 30, width: 1, seed: 1), classes: 3)
    var rows = Matrix(rows: 2, columns: 6, repeating: 0.5)
    #expect(try classifier.probabilities(for: rows).rows == 2)
    for column in 0..<6 { rows[1, column] = value }
    for use in [classifier.probabilities, classifier.scores] {
      let error = #expect(throws: InputError.self) { try use(rows, Execution()) }
      #expect(error?.place == "prediction for example 1")
    }
    #expect(throws: InputError.self) { try classifier.predict(rows) }
  }

  @Test func anIntervalOfNothingIsRefused() {
    let error = #expect(throws: InputError.self) {
      try run(FineTuning(training: Self.recipe(), validationInterval: 0))
    }
    #expect(error?.place == "validationInterval" && error?.found == "0")
  }

  /// Interrupted after any epoch, the last one before it stops too.
  @Test(arguments: [.sgd(momentum: 0.9), .adam()] as [Optimizer], [1, 20])
  func anInterruptedRunGivesTheSameBits(optimizer: Optimizer, interval: Int) throws {
    let threads = interval == 1 ? 1 : 2
    let tuning = FineTuning(
      training: Self.recipe(epochs: 15, optimizer: optimizer), patience: 4, validationInterval: interval)
    let whole = try run(tuning, threads: threads)
    for (index, state) in whole.states.enumerated() {
      let resumed = try run(tuning, threads: threads, from: state)
      #expect(resumed.states == Array(whole.states.dropFirst(index + 1)))
      #expect(resumed.result.classifier == whole.result.classifier)
      #expect(resumed.result.stopping == whole.result.stopping)
      #expect(resumed.result.reason == whole.result.reason)
    }
  }

  /// Interrupted within any epoch.
  @Test(arguments: 1...5)
  func aRunInterruptedWithinAnEpochGivesTheSameBits(epoch: Int) throws {
    struct Stop: Error {}
    let tuning = FineTuning(training: Self.recipe(epochs: 5, optimizer: .adam()), patience: 4)
    let whole = try run(tuning)
    var stopped: FineTuning.State?
    #expect(throws: Stop.self) {
      try tuning.fit(
        ToyClasses.network(seed: 1), to: train, validation: validation, seed: 1,
        execution: Execution(threads: 1)
      ) { event in
        guard case .progress(epoch, let share, let state) = event, share > 0.5 else { return }
        stopped = try state()
        throw Stop()
      }
    }
    let state = try #require(stopped)
    #expect(state.training.partial.steps > 0 && state.training.epoch == epoch - 1)
    let resumed = try run(tuning, from: state)
    #expect(resumed.states == Array(whole.states.dropFirst(epoch - 1)))
    #expect(resumed.result.classifier == whole.result.classifier)
  }

  @Test func aStateThatDoesNotFitIsRefused() throws {
    let tuning = FineTuning(training: Self.recipe(epochs: 3), patience: 4)
    let whole = try run(tuning)
    func message(_ change: (inout FineTuning.State) -> Void) -> String? {
      var state = whole.states[1]
      change(&state)
      return #expect(throws: InputError.self) { try run(tuning, from: state) }?.description
    }
    #expect(message { $0.stopping = EarlyStopping(patience: 5) }?.contains("a patience of 4") == true)
    #expect(message { $0.training.epoch = 0 }?.contains("a best epoch up to 0") == true)
    #expect(message { $0.training.epoch = -1 }?.contains("a best epoch up to -1") == true)
    #expect(message { $0.best = ParameterTable() }?.contains("found no such parameter") == true)
  }

  @Test func theSameSeedGivesTheSameBits() throws {
    let tuning = FineTuning(training: Self.recipe(epochs: 5))
    let (one, two) = (try run(tuning, threads: 2), try run(tuning, threads: 2))
    #expect(one.states == two.states && one.result.classifier == two.result.classifier)
    #expect(try run(tuning, seed: 2, threads: 2).states != one.states)
  }

  @Test func withoutValidationExamplesTheLastEpochIsKept() throws {
    let tuning = FineTuning(training: Self.recipe(epochs: 6))
    var last: ParameterTable?
    let result = try tuning.fit(ToyClasses.network(seed: 1), to: train, validation: nil, seed: 1) { event in
      guard case .epoch(let epoch, let state) = event else { return }
      #expect(epoch.isBest && epoch.validationLoss == nil && epoch.validationError == nil)
      last = try state().training.parameters
    }
    #expect(result.classifier.graph.parameters == last)
    #expect(result.validationError == nil)
    #expect(result.stopping.bestEpoch == 6)
    // Validation examples choose among epochs; they change none.
    let watched = try run(tuning)
    #expect(watched.states.last?.training.parameters.names == last?.names)
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    let network = try ToyClasses.network(seed: 1)
    func message(
      patience: Int? = nil, network: LayerGraph? = nil, validation: LabelledFeatures? = nil
    ) -> String? {
      let error = #expect(throws: (any Error).self) {
        try FineTuning(training: Self.recipe(), patience: patience).fit(
          network ?? ToyClasses.network(seed: 1), to: train, validation: validation ?? self.validation,
          seed: 1)
      }
      return error.map { "\($0)" }
    }
    #expect(message(patience: 0) == "patience: expected at least 1, found 0; change it in the recipe")
    #expect(
      message(validation: labelled(Matrix(rows: 1, columns: 6), labels: [3]))
        == "labels: expected 0 to 2, found 3; give the head as many classes as the data has")
    #expect(
      message(validation: labelled(Matrix(rows: 1, columns: 7), labels: [0]))
        == "examples: expected 6 features, as the model's input has, found 7; give it the data set "
        + "that it was made for")
    #expect(
      message(patience: 2, validation: labelled(Matrix(rows: 0, columns: 6), labels: []))
        == "patience: expected none, as there are no validation examples to be patient over, found 2; leave it out, "
        + "or keep examples for validation")
    #expect(
      message(network: try network.features(of: "code.0"))
        == "there is no node loss; there are input, encoder.0, code.0")
  }

  @Test func whatAReportThrowsEndsTraining() throws {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try FineTuning(training: Self.recipe()).fit(
        ToyClasses.network(seed: 1), to: train, validation: validation, seed: 1
      ) { _ in throw Stop() }
    }
  }
}
