import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataPretraining
import StrataTestSupport
import Testing

/// The stack, one layer at a time.
struct GreedyPretrainingTests {
  let images = Toy.features(rows: 60, seed: 1)
  let others = Toy.features(rows: 20, seed: 2)

  /// What a run reported and returned.
  private struct Run {
    var layers: [(index: Int, graph: LayerGraph)] = []
    var epochs: [GreedyPretraining.Epoch] = []
    var states: [GreedyPretraining.State] = []
    var stack: LayerGraph
  }

  private func run(
    _ pretraining: GreedyPretraining = Toy.pretraining, seed: UInt64 = 1, threads: Int = 1,
    validation: (any Features)? = nil, from state: GreedyPretraining.State = .init()
  ) throws -> Run {
    var run = Run(stack: try Toy.pretraining.untrained(inputs: 20, seed: 1))
    run.stack = try pretraining.fit(
      images, validation: validation, seed: seed, from: state, execution: Execution(threads: threads)
    ) { event in
      switch event {
      case .layer(let index, let graph): run.layers.append((index, graph))
      case .progress: break
      case .epoch(let epoch, let state):
        run.epochs.append(epoch)
        run.states.append(try state())
      }
    }
    return run
  }

  @Test func noiseThatNeedsTheUnitIntervalIsRefusedOnOtherData() throws {
    var pretraining = Toy.pretraining
    pretraining.layers[0].autoencoder.corruption = [.bitFlip(0.1)]
    pretraining.layers[0].autoencoder.loss = .squaredError
    pretraining.layers[0].autoencoder.decoderActivation = .linear
    let doubled = Matrix(rows: images.rows, columns: images.columns, images.elements.map { 2 * $0 })
    let error = #expect(throws: InputError.self) { try pretraining.fit(doubled, seed: 1) }
    #expect(error?.place == "corruption")
    #expect(error?.found == "bit-flip, which needs inputs from 0 to 1")
    #expect(throws: Never.self) { try pretraining.fit(images, seed: 1) }
  }

  /// Wherever codes are kept meanwhile, the stack is the same to the bit, and nothing is left.
  @Test(arguments: [1, 2], [true, false]) func codesMayLieElsewhere(threads: Int, swaps: Bool) throws {
    let folder = try TemporaryFolder()
    var pretraining = Toy.pretraining
    // Noise that takes values of other examples reads them one by one.
    pretraining.layers[1].autoencoder.corruption = [swaps ? .swap(0.3) : .masking(0.2), .gaussian(0.1)]
    for engine in Engine.available {
      let execution = Execution(engine: engine, threads: threads)
      var losses: [[Double?]] = []
      let places: [GreedyPretraining.CodeStorage] =
        [.memory, .folder(folder.url)] + (swaps ? [] : [.nowhere])
      var stacks: [LayerGraph] = []
      for codes in places {
        var seen: [Double?] = []
        do {
          stacks.append(
            try pretraining.fit(
              images, validation: others, seed: 1, keeping: codes, execution: execution
            ) { event in
              if case .epoch(let epoch, _) = event { seen.append(epoch.validationLoss) }
            })
          losses.append(seen)
        } catch let error as InputError where codes == .nowhere && engine != .plain {
          // Engines whose rows differ with their batch say so.
          #expect(error.found == "an engine that gives a row other bits in another batch")
        }
      }
      #expect(stacks.allSatisfy { $0.parameters == stacks[0].parameters }, "\(engine)")
      #expect(losses.allSatisfy { $0 == losses[0] }, "\(engine)")
    }
    #expect(try folder.contents.isEmpty)
  }

  @Test func codesThatCannotBeComputedAnewAreRefused() throws {
    var pretraining = Toy.pretraining
    pretraining.layers[1].autoencoder.corruption = [.swap(0.3)]
    let error = #expect(throws: InputError.self) { try pretraining.fit(images, seed: 1, keeping: .nowhere) }
    #expect(error?.place == "the codes below layer 2")
    #expect(error?.found == "noise that takes values of other examples")
  }

  @Test func codesThatCannotBeWrittenAreAnError() throws {
    let nowhere = try TemporaryFolder()("nowhere")
    let error = #expect(throws: InputError.self) {
      try Toy.pretraining.fit(images, seed: 1, keeping: .folder(nowhere))
    }
    #expect(error?.kind == .cannotWrite)
  }

  /// Every extra in both layers, the second on the codes of the first, and resumed between them.
  @Test(arguments: [1, 2]) func everyLayerCanHaveEveryExtra(threads: Int) throws {
    var pretraining = Toy.pretraining
    for k in pretraining.layers.indices {
      pretraining.layers[k].autoencoder.corruption = [
        .swap(0.3).changing(to: 0.1), .masking(0.1), .gaussian(0.05),
      ]
      pretraining.layers[k].autoencoder.emphasis = Emphasis(corrupted: 1, untouched: 0.5)
      pretraining.layers[k].autoencoder.contraction = 0.01
      pretraining.layers[k].autoencoder.sparsity = Sparsity(target: 0.3, strength: 0.1)
    }
    let whole = try run(pretraining, threads: threads, validation: others)
    #expect(whole.epochs.allSatisfy { $0.training.loss.isFinite })
    for layer in 0..<2 {
      let losses = whole.epochs.filter { $0.layer == layer }.compactMap(\.validationLoss)
      #expect(try #require(losses.last) < #require(losses.first))
    }
    for state in [whole.states[2], whole.states[7]] {
      #expect(try run(pretraining, threads: threads, validation: others, from: state).stack == whole.stack)
    }
  }

  /// A layer that a closure stops stays as it is, and the next begins.
  /// Nothing is trained where a layer further up cannot be.
  @Test func aLayerFurtherUpIsCheckedBeforeTheFirstIsTrained() throws {
    let changes: [(inout DenoisingAutoencoder) -> Void] = [
      { $0.corruption = [.masking(7)] }, { $0.contraction = -1 }, { $0.units = 2_000_000 }, { $0.units = 0 },
      { $0.units = -5 }, { $0.corruption = [.masking(.nan)] },
    ]
    for change in changes {
      var pretraining = Toy.pretraining
      change(&pretraining.layers[1].autoencoder)
      #expect(throws: (any Error).self) { try pretraining.check() }
      var events = 0
      #expect(throws: (any Error).self) { try pretraining.fit(images, seed: 1) { _ in events += 1 } }
      #expect(events == 0)
    }
  }

  /// A width is looked at before memory is taken for it.
  @Test(arguments: [-1, 0, 1 << 21, 10_000_000_000, .max]) func impossibleWidthsAreRefused(width: Int) throws
  {
    let autoencoder = DenoisingAutoencoder(units: 4)
    #expect(throws: GraphError.self) { try autoencoder.graph(inputs: width, seed: 1) }
    #expect(throws: GraphError.self) { try Toy.pretraining.untrained(inputs: width, seed: 1) }
    #expect(throws: GraphError.self) { try DenoisingAutoencoder(units: width).graph(inputs: 3, seed: 1) }
    let stack = try Toy.pretraining.untrained(inputs: 20, seed: 1).droppingDecoders()
    #expect(throws: GraphError.self) { try stack.attachingHead(classes: width) }
  }

  @Test func aClosureStopsALayer() throws {
    var epochs: [Int] = []
    let stack = try Toy.pretraining.fit(images, seed: 1) { event in
      guard case .epoch(let epoch, _) = event else { return }
      epochs.append(epoch.layer)
      if epoch.layer == 0, epoch.training.number == 2 { throw StopTraining() }
    }
    #expect(epochs == [0, 0, 1, 1, 1, 1])
    var shorter = Toy.pretraining
    shorter.layers[0].training.epochs = 2
    #expect(try shorter.fit(images, seed: 1).parameters == stack.parameters)
  }

  @Test func aCancelledTaskStops() async {
    let images = images
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try Toy.pretraining.fit(images, seed: 1)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test(arguments: [1, 2, 3] as [UInt64], [1, 2])
  func theLossOfEveryLayerFalls(seed: UInt64, threads: Int) throws {
    let run = try run(seed: seed, threads: threads, validation: others)
    #expect(run.epochs.map(\.layer) == [0, 0, 0, 0, 0, 0, 1, 1, 1, 1])
    #expect(run.epochs.map(\.training.number) == [1, 2, 3, 4, 5, 6, 1, 2, 3, 4])
    for layer in 0..<2 {
      let epochs = run.epochs.filter { $0.layer == layer }
      let first = try #require(epochs.first)
      let last = try #require(epochs.last)
      #expect(last.training.loss < 0.9 * first.training.loss)
      #expect(try #require(last.validationLoss) < #require(first.validationLoss))
    }
  }

  @Test func theStackHoldsTheLayersUnderTheirNames() throws {
    let stack = try run().stack
    #expect(
      stack.nodes.map(\.name) == [
        "input", "corruption.0", "encoder.0", "code.0", "decoder.0", "reconstruction.0", "loss.0",
        "corruption.1", "encoder.1", "code.1", "decoder.1", "reconstruction.1", "loss.1",
      ])
    #expect(stack["corruption.1"]?.inputs == ["code.0"])
    #expect(stack["loss.1"]?.inputs == ["decoder.1", "code.0"])
    #expect(
      stack.parameters.names == [
        "encoder.0.weight", "encoder.0.bias", "decoder.0.bias", "encoder.1.weight", "encoder.1.bias",
        "decoder.1.weight", "decoder.1.bias",
      ])
    #expect(try stack.width(of: "code.1") == 6)
  }

  @Test func anUntrainedStackHasTheSameShapeAndTheSameBeginning() throws {
    let run = try run()
    let untrained = try Toy.pretraining.untrained(inputs: 20, seed: 1)
    #expect(untrained.architecture == run.stack.architecture)
    for name in untrained.parameters.names {
      #expect(untrained.parameters[name]?.shape == run.stack.parameters[name]?.shape)
      let layer = try #require(run.layers.first { $0.graph.parameters[name] != nil })
      #expect(untrained.parameters[name] == layer.graph.parameters[name])
    }
  }

  /// The upper layer leaves the finished one below as it is, and learns on its clean codes.
  @Test func aFinishedLayerIsNotTouchedAgain() throws {
    let run = try run()
    let finished = try #require(run.states.last?.stack)
    #expect(finished.parameters.names == ["encoder.0.weight", "encoder.0.bias", "decoder.0.bias"])
    for name in finished.parameters.names {
      #expect(run.stack.parameters[name] == finished.parameters[name])
    }
    let codes = try finished.values(of: "code.0", for: images, execution: Execution(threads: 1))
    let upper = GreedyPretraining.Layer(
      autoencoder: Toy.pretraining.layers[1].autoencoder,
      training: Toy.pretraining.layers[1].training)
    let trainer = try Trainer(
      upper.autoencoder.graph(inputs: 18, layer: 1, seed: 1), minimizing: "loss.1", features: codes,
      recipe: upper.training, seed: 1, execution: Execution(threads: 1))
    while !trainer.isFinished { _ = try trainer.trainEpoch() }
    for name in trainer.graph.parameters.names {
      #expect(run.stack.parameters[name] == trainer.graph.parameters[name])
    }
  }

  @Test(arguments: [1, 2])
  func theSameSeedGivesTheSameBits(threads: Int) throws {
    let (one, two) = (try run(threads: threads), try run(threads: threads))
    #expect(one.stack == two.stack && one.states == two.states)
    #expect(one.epochs.map(\.training.loss) == two.epochs.map(\.training.loss))
    #expect(try run(seed: 2, threads: threads).stack != one.stack)
  }

  /// Interrupted after any epoch of either layer.
  @Test(arguments: 0..<10)
  func anInterruptedRunGivesTheSameBits(epoch: Int) throws {
    let whole = try run(validation: others)
    let resumed = try run(validation: others, from: whole.states[epoch])
    #expect(resumed.stack == whole.stack)
    #expect(resumed.states == Array(whole.states.dropFirst(epoch + 1)))
    #expect(
      resumed.epochs.map(\.validationLoss)
        == whole.epochs.dropFirst(epoch + 1).map(\.validationLoss))
  }

  /// Interrupted within any epoch of either layer.
  @Test(arguments: 0..<10)
  func aRunInterruptedWithinAnEpochGivesTheSameBits(epoch: Int) throws {
    struct Stop: Error {}
    let whole = try run(validation: others)
    var stopped: GreedyPretraining.State?
    #expect(throws: Stop.self) {
      try Toy.pretraining.fit(
        images, validation: others, seed: 1, execution: Execution(threads: 1)
      ) { event in
        guard case .progress(let layer, let number, let share, let state) = event else { return }
        guard layer * 6 + number - 1 == epoch, share > 0.5 else { return }
        stopped = try state()
        throw Stop()
      }
    }
    let state = try #require(stopped)
    #expect((1..<8).contains(state.training?.partial.steps ?? 0))
    let resumed = try run(validation: others, from: state)
    #expect(resumed.stack == whole.stack)
    #expect(resumed.states == Array(whole.states.dropFirst(epoch)))
    #expect(resumed.epochs.map(\.training.loss) == whole.epochs.dropFirst(epoch).map(\.training.loss))
  }

  @Test func aStateThatDoesNotFitIsRefused() throws {
    func message(_ change: (inout GreedyPretraining.State) -> Void) throws -> String? {
      var state = try run().states[7]
      change(&state)
      return #expect(throws: InputError.self) { try run(from: state) }?.description
    }
    #expect(
      try message { $0.layer = 0 }?.hasPrefix(
        "the state of pretraining: expected 1 finished layers, as the stack has, found 0;") == true)
    #expect(try message { $0.stack = nil }?.contains("expected 0 finished layers") == true)
    #expect(try message { $0.training?.epoch = 7 }?.contains("expected 0 to 4 epochs, found 7") == true)
  }

  @Test func nothingIsLearnedFromValidationExamples() throws {
    let without = try run()
    let with = try run(validation: others)
    #expect(with.stack == without.stack && with.states == without.states)
    #expect(without.epochs.allSatisfy { $0.validationLoss == nil })
  }

  /// The same noise every time, so that one epoch can be compared with another.
  @Test func theValidationLossIsThatOfFixedNoise() throws {
    let run = try run(validation: others)
    let state = try #require(run.states[2].training)
    let graph = try Toy.pretraining.layers[0].autoencoder.graph(inputs: 20, seed: 1)
      .replacing(parameters: state.parameters)
    let watch = try Inference(
      graph, target: "loss.0", noise: Workspace.Noise(seed: 1, purpose: "validation/"),
      execution: Execution(threads: 1))
    #expect(try run.epochs[2].validationLoss == watch.meanLoss(of: others))
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    func message(_ layers: [GreedyPretraining.Layer], validation: (any Features)? = nil) -> String? {
      let error = #expect(throws: (any Error).self) {
        try GreedyPretraining(layers: layers).fit(
          images, validation: validation, seed: 1, execution: Execution(threads: 1))
      }
      return error.map { "\($0)" }
    }
    #expect(message([]) == "layers: expected at least one, found none; add a layer to the recipe")
    #expect(throws: InputError.self) {
      try GreedyPretraining(layers: []).untrained(inputs: 3, seed: 1)
    }
    var layers = Toy.pretraining.layers
    layers[0].training.epochs = 1
    layers[0].autoencoder.activation = .tanh
    // Codes of tanh units lie in [−1, 1], which the second layer's cross-entropy cannot take.
    #expect(
      message(layers)
        == "loss: expected squared-error in layer 2, whose inputs are codes of tanh units, from -1 to 1, found "
        + "cross-entropy, which needs inputs from 0 to 1; take sigmoid units, or the squared error with linear "
        + "reconstructions")
    layers[0].autoencoder.activation = .sigmoid
    layers[0].training.learningRate = -1
    #expect(
      message(layers)
        == "learningRate: expected a positive number, found -1.0; change it in the recipe")
    #expect(
      message(Toy.pretraining.layers, validation: Matrix(rows: 2, columns: 21))
        == "examples: expected 20 features, as the model's input has, found 21; give it the data set "
        + "that it was made for")
    #expect(
      message(Toy.pretraining.layers, validation: Matrix(rows: 1, columns: 20, repeating: 255))?
        .hasPrefix("loss.0: cross-entropy: expected inputs from 0 to 1, found 255.0 to 255.0") == true)
  }

  @Test func whatAReportThrowsEndsPretraining() {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try Toy.pretraining.fit(images, seed: 1) { event in
        if case .epoch = event { throw Stop() }
      }
    }
  }

  @Test func progressGoesThroughEveryEpoch() throws {
    var shares: [[Double]] = []
    _ = try Toy.pretraining.fit(images, seed: 1) { event in
      guard case .progress(let layer, let epoch, let share, _) = event else { return }
      let position = layer * 6 + epoch - 1
      if shares.count == position { shares.append([]) }
      shares[position].append(share)
    }
    #expect(shares.map(\.count) == [8, 8, 8, 8, 8, 8, 6, 6, 6, 6])
    #expect(shares.allSatisfy { $0 == $0.sorted() && $0.last == 1 })
  }
}
