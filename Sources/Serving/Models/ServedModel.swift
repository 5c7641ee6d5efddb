internal import Dispatch
internal import StrataAnalysis
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataFiles
internal import StrataInference
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import Synchronization

/// A model ready to answer many requests at once: memory is taken and threads are started when the first of a kind comes.
final class ServedModel: Sendable {
  let model: Model
  private let execution: Execution
  private let queue = DispatchQueue(label: "strata.serving", qos: .userInitiated)
  private let batchers = Mutex<[Work: Batcher]>([:])

  /// What can be asked of it.
  enum Work: Hashable, Sendable {
    /// Probabilities of classes, or margins: examples × classes.
    case predict
    /// The values of a node: examples × units.
    case encode(node: String)
    /// How badly each is reconstructed: examples × 1.
    case score
  }

  init(_ model: Model, execution: Execution) { (self.model, self.execution) = (model, execution) }

  /// What does some work on raw examples, which it throws at when they cannot be such as the model was trained on.
  ///
  /// - Throws: `InputError` when the model cannot do that work.
  func doing(_ work: Work) throws -> @Sendable (RawValues) async throws -> Matrix {
    let batcher = try batcher(for: work)
    return { [encoding = model.encoding] values in try await batcher.values(of: EncodedRows(values, encoding))
    }
  }

  /// The node that is encoded to where none is named.
  func node(_ name: String?) throws -> String {
    guard let node = name ?? model.codeNames.last else {
      throw InputError(
        .missingInput, at: "model", expected: "a network with codes", found: "a linear model, which has none",
        advice: "ask it for predictions")
    }
    return node
  }

  private func batcher(for work: Work) throws -> Batcher {
    try batchers.withLock { batchers in
      if let batcher = batchers[work] { return batcher }
      let batcher = try makeBatcher(for: work)
      batchers[work] = batcher
      return batcher
    }
  }

  private func makeBatcher(for work: Work) throws -> Batcher {
    let compute = Computation(try computation(of: work))
    return Batcher(on: queue) { try compute.work($0) }
  }

  private func computation(of work: Work) throws -> (any Features) throws -> Matrix {
    switch work {
    case .predict:
      let classifier = try model.requireClassifier()
      let node = classifier.hasProbabilities ? NodeRole.probability.name : NodeRole.head.name
      return try values(of: node, in: classifier.graph)
    case .encode(let name):
      let graph = try model.graphOfCodes()
      return try values(of: model.requireNode(name, of: graph), in: graph)
    case .score:
      let reconstructor = try Reconstructor(
        model.requireStack(), batchSize: Batcher.rowsAtOnce, density: density, execution: execution)
      return { features in
        Matrix(rows: features.rows, columns: 1, try reconstructor.scores(for: features))
      }
    }
  }

  private func values(of node: String, in graph: LayerGraph) throws -> (any Features) throws -> Matrix {
    let inference = try Inference(
      graph, target: node, batchSize: Batcher.rowsAtOnce, density: density, execution: execution)
    return { features in
      let values = try inference.values(for: features)
      if let index = values.elements.firstIndex(where: { !$0.isFinite }) {
        throw InputError(
          .numericalFailure, at: "row \(index / values.columns)", expected: "a finite result",
          found: "\(values.elements[index])", advice: "look at the row's numbers")
      }
      return values
    }
  }

  /// The share of inputs that are expected not to be zero: of drawings a fifth. It is not looked for in what comes, so that
  /// a row has the same result beside any other.
  private var density: Float { model.encoding.scaling == .pixels ? 0.2 : 1 }

  /// Something that computes in memory of its own.
  ///
  /// `@unchecked Sendable`: one serial queue calls it, and nothing else does.
  private struct Computation: @unchecked Sendable {
    let work: (any Features) throws -> Matrix

    init(_ work: @escaping (any Features) throws -> Matrix) { self.work = work }
  }
}
