import StrataLinearAlgebra
import Testing

@testable import StrataLayerGraph

/// The bits of a training do not depend on the number of threads.
struct ThreadTests {
  /// Whatever training leaves: parameters, what the optimizer remembers, and the losses.
  private struct Outcome: Equatable {
    let state: Trainer.State
    let losses: [Double]
  }

  private func train(
    _ graph: LayerGraph, _ optimizer: Optimizer, maxNorm: Float? = nil, fixedNorm: Float? = nil,
    averaging: Float? = nil, execution: Execution
  ) throws -> Outcome {
    // Two full batches and a smaller one.
    let trainer = try Trainer(
      graph, minimizing: "loss",
      features: SmallGraphs.features(rows: 26, columns: graph.inputWidth, density: 0.25, seed: 1),
      labels: SmallGraphs.labels(rows: 26, seed: 1),
      recipe: TrainingRecipe(
        epochs: 2, batchSize: 10, learningRate: 0.01, optimizer: optimizer, weightDecay: 1e-3,
        maxNorm: maxNorm, fixedNorm: fixedNorm, averaging: averaging),
      seed: 1, execution: execution)
    var losses: [Double] = []
    while !trainer.isFinished { losses.append(try trainer.trainEpoch().loss) }
    try trainer.updatedInferenceParameters()
    var state = trainer.state
    state.partial.seconds = 0
    return Outcome(state: state, losses: losses)
  }

  /// One thread against others, with every engine and precision that this machine has.
  private func compare(
    _ graph: LayerGraph, _ optimizer: Optimizer, maxNorm: Float? = nil, fixedNorm: Float? = nil,
    averaging: Float? = nil
  ) throws {
    for engine in Engine.available {
      for precision in Precision.allCases
      where Arithmetic(engine: engine, precision: precision).isPossible {
        func outcome(_ threads: Int) throws -> Outcome {
          try train(
            graph, optimizer, maxNorm: maxNorm, fixedNorm: fixedNorm, averaging: averaging,
            execution: Execution(engine: engine, precision: precision, threads: threads))
        }
        let one = try outcome(1)
        for threads in [2, 3, 5] {
          #expect(try outcome(threads) == one, "\(threads) threads, \(engine), \(precision)")
        }
      }
    }
  }

  @Test(arguments: GradientCase.all)
  func everyOperation(_ gradientCase: GradientCase) throws {
    try compare(gradientCase.graph(1), .sgd())
  }

  /// Wide enough for panels of columns, some of them of another width, and for rows in several panels.
  private static let widths = [(390, 330), (200, 70), (70, 200)].map(SmallGraphs.Widths.init)

  @Test(arguments: OptimizerTests.optimizers, widths)
  func everyOptimizer(_ optimizer: Optimizer, widths: SmallGraphs.Widths) throws {
    try compare(
      SmallGraphs.autoencoder(corruption: .masking(0.25), isTied: false, widths: widths), optimizer)
    try compare(
      SmallGraphs.classifier(middle: .dropout(rate: 0.3), widths: widths), optimizer, maxNorm: 0.5)
    try compare(
      SmallGraphs.standardized(widths: widths), optimizer, fixedNorm: 0.5, averaging: 0.9)
  }

  @Test(arguments: widths)
  func everyWideOperation(widths: SmallGraphs.Widths) throws {
    for corruption in GradientCase.corruptions {
      try compare(
        SmallGraphs.autoencoder(
          corruption: corruption,
          penalties: [.contraction(strength: 0.1), .sparsity(Sparsity(target: 0.2, strength: 0.5))],
          widths: widths), .sgd())
    }
    let noises: [Operation] = GradientCase.inner.map { .corruption($0) } + [.softmax]
    for noise in noises { try compare(SmallGraphs.classifier(middle: noise, widths: widths), .sgd()) }
    try compare(SmallGraphs.scaled(fromTheInput: true, widths: widths), .sgd())
    try compare(SmallGraphs.standardized(widths: widths), .sgd())
    try compare(SmallGraphs.gated(widths: widths), .sgd())
    try compare(
      SmallGraphs.autoencoder(
        corruption: .masking(0.3), loss: .squaredError,
        emphasis: Emphasis(corrupted: 1, untouched: 0.5), widths: widths), .sgd())
  }

  /// That the comparison can fail: another seed gives other bits.
  @Test func otherNumbersAreSeen() throws {
    let execution = Execution(threads: 2)
    let one = try train(SmallGraphs.autoencoder(seed: 1), .sgd(), execution: execution)
    #expect(try train(SmallGraphs.autoencoder(seed: 2), .sgd(), execution: execution) != one)
  }
}
