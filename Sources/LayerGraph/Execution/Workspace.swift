package import StrataLinearAlgebra

/// A graph bound to memory for batches of some size: the steps of its passes, and the examples of the batch.
///
/// It is made once for a graph and a batch size; a training step allocates nothing.
package final class Workspace {
  /// Seed and prefix of the random streams that a pass draws its noise from.
  package struct Noise: Sendable {
    package let seed: UInt64
    package let purpose: String
    package init(seed: UInt64, purpose: String = "") {
      self.seed = seed
      self.purpose = purpose
    }
  }

  /// Which statistics standardizations go by.
  package enum Statistics: Sendable {
    /// Those of the examples of the batch, as in training.
    case ofBatch
    /// Those of a batch of which the examples are a shard: whatever is summed over them (`Step.summed`) is to be summed
    /// over all shards before the pass goes on.
    case ofAllShards
    /// Those that were measured before.
    case measured
  }

  /// The statistics of the batch of one standardization, and the parameters for which they are measured.
  struct BatchStatistics {
    let names: (mean: String, deviation: String)
    let mean, deviation: Place
  }

  package let batchSize: Int
  /// What its values, gradients and non-zeros have taken of memory.
  package let bytes: Int
  /// Takes the batch and computes every node, the loss and its gradient included.
  package let forward: [Step]
  /// Computes the gradient with respect to every node that has one, from the loss down.
  package let backward: [Step]
  /// The gradient of each trained parameter.
  package let gradients: [ParameterGradient]
  /// The statistics of the batch that standardizations went by in the last step.
  let batchStatistics: [BatchStatistics]
  /// The examples of the next step.
  private(set) var batch: Batch
  private let targets: [String: Place]
  /// The gradient with respect to each target: a loss writes its own, another node's is handed in.
  private let targetDeltas: [String: Place]
  private let inputDelta: Place?
  /// The non-zeros of the examples themselves, when nothing else of them is read.
  private let zerosOfExamples: SparseBatch?

  /// - Parameters:
  ///   - targets: the nodes whose values are wanted; one loss, where gradients are.
  ///   - noise: nil for an inference pass, in which corruption and dropout are absent.
  ///   - statistics: those that standardizations go by; unless it is said, those of the batch where there is noise.
  ///   - reachingInput: true where the gradient with respect to the examples is wanted too.
  ///   - density: the share of non-zeros in the examples to come; where it is small, products skip the
  ///     zeros.
  package init(
    _ graph: LayerGraph, targets names: [String], parameters: ParameterStore, batchSize: Int,
    noise: Noise?, statistics: Statistics? = nil, withGradients: Bool, reachingInput: Bool = false,
    density: Float = 1, execution: Execution
  ) throws {
    let statistics = statistics ?? (noise == nil ? .measured : .ofBatch)
    let arithmetic = execution.arithmetic
    let layout = try PassLayout(
      graph, targets: names, batchSize: batchSize, withNoise: noise != nil,
      statistics: statistics, withGradients: withGradients, reachingInput: reachingInput, density: density,
      arithmetic: arithmetic)
    let plan = layout.plan
    let sparse = layout.sparse.mapValues {
      SparseBatch(batchSize: batchSize, width: $0, precision: arithmetic.precision)
    }
    let readers = plan.order.filter { graph.nodes[$0].inputs.contains(graph.nodes[0].name) }
    zerosOfExamples = readers.count == 1 && noise == nil ? sparse[readers[0]] : nil
    let memory = BatchMemory(layout.batch, of: plan)

    try Self.checkContractions(graph, plan)
    var panels: [Int: Panels] = [:]
    var operations: [any BoundOperation] = []
    for index in plan.order {
      let node = graph.nodes[index]
      let operation = try node.operation.definition.bound(
        Binding(
          graph: graph, plan: plan, memory: memory, parameters: parameters, arithmetic: arithmetic,
          noise: noise, statistics: statistics, sparse: sparse, panelsBefore: panels, index: index,
          inputs: node.inputs.map(graph.index(of:))))
      panels[index] = operation.panels
      operations.append(operation)
    }
    forward = operations.flatMap(\.forward)
    backward = operations.reversed().flatMap(\.backward)
    let roles = graph.roles
    gradients = plan.trained.compactMap { name in
      roles[name].map {
        ParameterGradient(
          name, role: $0, shape: parameters[name].shape, terms: operations.flatMap { $0.terms(of: name) })
      }
    }

    batchStatistics = plan.order.compactMap { index in
      guard case .standardization(let mean, let deviation) = graph.nodes[index].operation,
        Standardization(mean: mean, deviation: deviation).measures(in: graph, of: statistics)
      else { return nil }
      return BatchStatistics(
        names: (mean, deviation), mean: memory[.own(index, 0)], deviation: memory[.own(index, 1)])
    }
    targets = try names.reduce(into: [:]) { $0[$1] = memory.value(try graph.index(of: $1)) }
    let differentiated = try names.filter { plan.differentiable.contains(try graph.index(of: $0)) }
    targetDeltas = try differentiated.reduce(into: [:]) {
      $0[$1] = memory.delta(try graph.index(of: $1))
    }
    let input = plan.order.first {
      if case .input = graph.nodes[$0].operation { plan.differentiable.contains($0) } else { false }
    }
    inputDelta = input.map(memory.delta)
    self.batchSize = batchSize
    batch = Batch(
      source: BatchSource(Matrix(rows: 0, columns: 0)), examples: Memory(count: batchSize),
      labels: Memory(count: batchSize), count: 0)
    bytes =
      memory.bytes + sparse.values.reduce(0) { $0 + $1.bytes } + 2 * Memory<Int32>.bytes(count: batchSize)
  }

  /// Throws when two penalties contract what one weight makes: each would see what the other has changed.
  private static func checkContractions(_ graph: LayerGraph, _ plan: Plan) throws {
    var contracted: Set<String> = []
    for index in plan.order {
      guard case .contraction = graph.nodes[index].operation,
        let weight = try graph.encoder(of: graph.nodes[index])?.weight
      else { continue }
      guard contracted.insert(weight).inserted else {
        throw GraphError.mismatch(
          of: weight,
          reason: "two penalties contract what it makes; give one of them the strength of both")
      }
    }
  }

  /// The non-zeros of the examples of the last step, to be handed to `choose` when the same examples
  /// come again; nil where they are not all that is read of the examples.
  func nonZeros() -> SparseBatch? { zerosOfExamples?.compacted(count: batch.count) }

  /// Chooses the examples of the next step: positions in the source, at most `batchSize` of them. A level
  /// of noise that changes is what it is at the share `progress` of training. Every gradient of the step
  /// is multiplied by `gradientScale`, so that a product may take a step at once.
  package func choose(
    _ rows: ArraySlice<Int32>, of source: BatchSource, epoch: Int, progress: Float = 0,
    gradientScale: Float = 1
  ) {
    choose(
      rows, of: source, epoch: epoch, progress: progress, gradientScale: gradientScale, nonZeros: nil)
  }

  /// The same with what `nonZeros()` gave after an earlier step with the same examples.
  func choose(
    _ rows: ArraySlice<Int32>, of source: BatchSource, epoch: Int, progress: Float = 0,
    gradientScale: Float, gradientBeta: Float = 0, rates: Batch.Rates = .init(), whole: Int = 0,
    nonZeros: SparseBatch? = nil
  ) {
    precondition(rows.count <= batchSize, "\(rows.count) examples in a batch of \(batchSize)")
    for (position, row) in rows.enumerated() {
      batch.examples[position] = row
      if let labels = source.labels { batch.labels[position] = labels[Int(row)] }
    }
    batch = Batch(
      source: source, examples: batch.examples, labels: batch.labels, count: rows.count, epoch: epoch,
      progress: progress, nonZeros: nonZeros, whole: whole, gradientScale: gradientScale,
      gradientBeta: gradientBeta,
      rates: rates)
  }

  /// The number of examples in this step.
  package var count: Int { batch.count }

  /// The value of a target for the examples of this step: count × width.
  package func value(of target: String) -> Place {
    guard let place = targets[target] else { preconditionFailure("\(target) is not a target") }
    return place.rows(0..<count)
  }

  /// The gradient with respect to a target, for the examples of this step: written by the owner before a
  /// backward pass where the target is no loss.
  func gradient(of target: String) -> Place {
    guard let place = targetDeltas[target] else { preconditionFailure("\(target) has no gradient") }
    return place.rows(0..<count)
  }

  /// The gradient with respect to the examples of this step, after a backward pass that reaches them.
  var inputGradient: Place {
    guard let inputDelta else { preconditionFailure("the gradient does not reach the input") }
    return inputDelta.rows(0..<count)
  }
}
