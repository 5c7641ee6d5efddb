import StrataLayerGraph
import StrataLinearAlgebra
import StrataPretraining

extension Toy {
  static let images = features(rows: 60, seed: 1)
  static let others = features(rows: 20, seed: 2)

  /// What a run reported and returned.
  struct Run {
    var layers: [(index: Int, graph: LayerGraph)] = []
    var epochs: [GreedyPretraining.Epoch] = []
    var states: [GreedyPretraining.State] = []
    var stack: LayerGraph
  }

  static func run(
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
}
