import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataPretraining
import StrataTestSupport
import Testing

/// The stack, one layer at a time.
struct GreedyPretrainingTests {
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
              Toy.images, validation: Toy.others, seed: 1, keeping: codes, execution: execution
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
    let whole = try Toy.run(pretraining, threads: threads, validation: Toy.others)
    #expect(whole.epochs.allSatisfy { $0.training.loss.isFinite })
    for layer in 0..<2 {
      let losses = whole.epochs.filter { $0.layer == layer }.compactMap(\.validationLoss)
      #expect(try #require(losses.last) < #require(losses.first))
    }
    for state in [whole.states[2], whole.states[7]] {
      #expect(
        try Toy.run(pretraining, threads: threads, validation: Toy.others, from: state).stack == whole.stack)
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64], [1, 2])
  func theLossOfEveryLayerFalls(seed: UInt64, threads: Int) throws {
    let run = try Toy.run(seed: seed, threads: threads, validation: Toy.others)
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
    let stack = try Toy.run().stack
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
    let run = try Toy.run()
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
    let run = try Toy.run()
    let finished = try #require(run.states.last?.stack)
    #expect(finished.parameters.names == ["encoder.0.weight", "encoder.0.bias", "decoder.0.bias"])
    for name in finished.parameters.names {
      #expect(run.stack.parameters[name] == finished.parameters[name])
    }
    let codes = try finished.values(of: "code.0", for: Toy.images, execution: Execution(threads: 1))
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
    let (one, two) = (try Toy.run(threads: threads), try Toy.run(threads: threads))
    #expect(one.stack == two.stack && one.states == two.states)
    #expect(one.epochs.map(\.training.loss) == two.epochs.map(\.training.loss))
    #expect(try Toy.run(seed: 2, threads: threads).stack != one.stack)
  }

  @Test func nothingIsLearnedFromValidationExamples() throws {
    let without = try Toy.run()
    let with = try Toy.run(validation: Toy.others)
    #expect(with.stack == without.stack && with.states == without.states)
    #expect(without.epochs.allSatisfy { $0.validationLoss == nil })
  }

  /// The same noise every time, so that one epoch can be compared with another.
  @Test func theValidationLossIsThatOfFixedNoise() throws {
    let run = try Toy.run(validation: Toy.others)
    let state = try #require(run.states[2].training)
    let graph = try Toy.pretraining.layers[0].autoencoder.graph(inputs: 20, seed: 1)
      .replacing(parameters: state.parameters)
    let watch = try Inference(
      graph, target: "loss.0", noise: Workspace.Noise(seed: 1, purpose: "validation/"),
      execution: Execution(threads: 1))
    #expect(try run.epochs[2].validationLoss == watch.meanLoss(of: Toy.others))
  }
}
