package import LinearAlgebra

/// The memory of a pass over a graph, allocated once for a batch size and reused by every step.
///
/// Its methods that take a worker are run by every worker of a team side by side: each computes its
/// own columns of a node's value, and they meet at a barrier before a node that reads more than those.
///
/// `@unchecked Sendable`: the batch and the examples are written by the owner between steps, when no
/// worker runs; a worker's partial loss goes to a place of its own.
package final class Workspace: @unchecked Sendable {
  /// Whose noise a pass draws: a stream's seed, and a word that keeps passes apart.
  package struct Noise: Sendable {
    package let seed: UInt64
    package let purpose: String
    package init(seed: UInt64, purpose: String = "") {
      self.seed = seed
      self.purpose = purpose
    }
  }

  package let batchSize: Int
  package let arithmetic: Arithmetic
  /// The gradient of each trained parameter.
  let gradients: [ParameterGradient]
  private let nodes: [BoundNode]
  private let targets: [String: UnsafeMatrix]
  /// The gradient with respect to each target: a loss writes its own, another node's is handed in.
  private let targetDeltas: [String: UnsafeMatrix]
  private let inputDelta: UnsafeMatrix?
  private let memory: BatchMemory
  private let statistics: [FloatBuffer]
  private let parameters: ParameterStore
  private let examples: UnsafeMutableBufferPointer<Int32>
  private let labels: UnsafeMutableBufferPointer<Int32>
  private let partialLosses: UnsafeMutableBufferPointer<Double>
  /// The examples of this step.
  private(set) var batch: Batch
  /// Where the non-zeros of the examples themselves are found, when nothing else of them is read.
  private let zerosOfExamples: SparseBatch?

  /// - Parameters:
  ///   - targets: the nodes whose values are wanted; one loss, where gradients are.
  ///   - noise: nil for an inference pass, in which corruption and dropout are absent.
  ///   - reachingInput: true where the gradient with respect to the examples is wanted too.
  ///   - density: the share of non-zeros in the examples to come; where it is small, products skip the
  ///     zeros.
  package init(
    _ graph: LayerGraph, targets names: [String], parameters: ParameterStore, batchSize: Int,
    noise: Noise?, withGradients: Bool, reachingInput: Bool = false, density: Float = 1,
    execution: Execution
  ) throws {
    let plan = try Plan(
      graph, targets: names, withNoise: noise != nil, withGradients: withGradients,
      reachingInput: reachingInput)
    let memory = try BatchMemory(
      plan, of: graph, batchSize: batchSize, precision: execution.arithmetic.precision)
    self.batchSize = batchSize
    self.memory = memory
    self.parameters = parameters
    arithmetic = execution.arithmetic
    var sparse: [Int: SparseBatch] = [:]
    for (index, kept) in plan.zerosKept where kept * density < SparseBatch.worthwhileDensity {
      let width = graph.widths[try graph.index(of: graph.nodes[index].inputs[0])]
      sparse[index] = SparseBatch(batchSize: batchSize, width: width)
    }
    let readers = plan.order.filter { graph.nodes[$0].inputs.contains(graph.nodes[0].name) }
    zerosOfExamples = readers.count == 1 && noise == nil ? sparse[readers[0]] : nil
    let rounding = try Rounding(plan, of: graph, skippingZerosAt: Set(sparse.keys))
    var buffers: [FloatBuffer] = []
    var penalties: [Int: Penalty] = [:]
    for index in plan.order where graph.nodes[index].operation.isPenalty {
      let width = try graph.width(of: graph.nodes[index].inputs[0])
      let buffer = FloatBuffer(count: 2 * width)
      buffers.append(buffer)
      penalties[index] = try Penalty(
        graph.nodes[index], of: graph, parameters: parameters,
        statistics: buffer.matrix(rows: 2, columns: width))
    }
    statistics = buffers
    let contracted = penalties.values.compactMap(\.weight)
    if let weight = contracted.first(where: { name in contracted.count { $0 == name } > 1 }) {
      throw GraphError.mismatch(
        of: weight, reason: "two penalties contract what it makes; give one of them the strength of both")
    }
    nodes = try plan.order.map {
      try Self.bind(
        $0, of: graph, plan: plan, memory: memory, parameters: parameters, noise: noise,
        sparse: sparse[$0], penalty: penalties[$0], rounding: rounding)
    }
    gradients = try plan.trained.map { name in
      try ParameterGradient(
        name, of: graph, plan: plan, memory: memory, sparse: sparse,
        penalties: penalties.values.filter { $0.weight == name })
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
    examples = .allocate(capacity: batchSize)
    examples.initialize(repeating: 0)
    labels = .allocate(capacity: batchSize)
    labels.initialize(repeating: 0)
    // One cache line for each worker's sum.
    partialLosses = .allocate(capacity: execution.threads * 8)
    partialLosses.initialize(repeating: 0)
    batch = Batch(
      features: Matrix(rows: 0, columns: 0), examples: UnsafeBufferPointer(rebasing: examples[..<0]),
      labels: UnsafePointer(labels.baseAddress!), epoch: 0, progress: 0, nonZeros: nil,
      gradientScale: 1)
  }

  deinit {
    examples.deallocate()
    labels.deallocate()
    partialLosses.deallocate()
  }

  /// The non-zeros of the examples of the last step, to be handed to `choose` when the same examples
  /// come again; nil where they are not all that is read of the examples.
  func nonZeros() -> SparseBatch? { zerosOfExamples?.compacted(count: count) }

  /// Chooses the examples of the next step: positions in `features`, at most `batchSize` of them. A level
  /// of noise that changes is what it is at the share `progress` of training. Every gradient of the step
  /// is multiplied by `gradientScale`, so that a product may take a step at once.
  package func choose(
    _ rows: ArraySlice<Int32>, of features: any Features, labels classes: [UInt8]?, epoch: Int,
    progress: Float = 0, gradientScale: Float = 1
  ) {
    choose(
      rows, of: features, labels: classes, epoch: epoch, progress: progress,
      gradientScale: gradientScale, nonZeros: nil)
  }

  /// The same with what `nonZeros()` gave after an earlier step with the same examples.
  func choose(
    _ rows: ArraySlice<Int32>, of features: any Features, labels classes: [UInt8]?, epoch: Int,
    progress: Float = 0, gradientScale: Float, nonZeros: SparseBatch?
  ) {
    precondition(rows.count <= batchSize, "\(rows.count) examples in a batch of \(batchSize)")
    for (position, row) in rows.enumerated() {
      examples[position] = row
      if let classes { labels[position] = Int32(classes[Int(row)]) }
    }
    batch = Batch(
      features: features, examples: UnsafeBufferPointer(rebasing: examples[..<rows.count]),
      labels: UnsafePointer(labels.baseAddress!), epoch: epoch, progress: progress,
      nonZeros: nonZeros, gradientScale: gradientScale)
  }

  /// The number of examples in this step.
  package var count: Int { batch.examples.count }

  /// Takes the batch and computes every node, the loss and its gradient included.
  package func forward(_ worker: Worker) {
    var loss = 0.0
    var rowsWritten = false
    for node in nodes {
      // Columns of another worker are wanted, or this worker's columns were written by rows.
      if node.readsOthers || rowsWritten { worker.barrier() }
      loss += node.forward(batch, arithmetic: arithmetic, worker: worker)
      if case .softmax = node.operation { rowsWritten = true }
    }
    partialLosses[worker.index * 8] = loss
  }

  /// Computes the gradient with respect to every node that has one, from the loss down.
  package func backward(_ worker: Worker) {
    worker.barrier()
    for node in nodes.reversed() where node.inputDelta != nil {
      if node.readsOthers { worker.barrier() }
      node.backward(batch, arithmetic: arithmetic, worker: worker)
      if node.writesOthers { worker.barrier() }
    }
    worker.barrier()
  }

  /// The sum of the step's loss over its examples; read it when the team has finished.
  package var summedLoss: Double {
    stride(from: 0, to: partialLosses.count, by: 8).reduce(0) { $0 + partialLosses[$1] }
  }

  /// The value of a target for the examples of this step: count × width.
  package func value(of target: String) -> UnsafeMatrix {
    guard let window = targets[target] else { preconditionFailure("\(target) is not a target") }
    return window.rows(0..<count)
  }

  /// The gradient with respect to a target, for the examples of this step: written by the owner before a
  /// backward pass where the target is no loss.
  func gradient(of target: String) -> UnsafeMatrix {
    guard let window = targetDeltas[target] else { preconditionFailure("\(target) has no gradient") }
    return window.rows(0..<count)
  }

  /// The gradient with respect to the examples of this step, after a backward pass that reaches them.
  var inputGradient: UnsafeMatrix {
    guard let inputDelta else { preconditionFailure("the gradient does not reach the input") }
    return inputDelta.rows(0..<count)
  }

  private static func bind(
    _ index: Int, of graph: LayerGraph, plan: Plan, memory: BatchMemory,
    parameters: ParameterStore, noise: Noise?, sparse: SparseBatch?, penalty: Penalty?,
    rounding: Rounding
  ) throws -> BoundNode {
    let node = graph.nodes[index]
    let inputs = try node.inputs.map(graph.index(of:))
    let first = inputs.first.flatMap { plan.differentiable.contains($0) ? $0 : nil }
    var weight: Factor?
    var bias: UnsafeMatrix?
    if case .dense(let name, let biasName, let transposed) = node.operation {
      weight = transposed ? parameters[name].transposed : parameters[name].asIs
      bias = biasName.map { parameters[$0] }
    }
    return BoundNode(
      operation: node.operation, value: memory.value(index), inputs: inputs.map(memory.value),
      delta: plan.differentiable.contains(index) ? memory.delta(index) : nil,
      inputDelta: first.map(memory.delta), accumulates: plan.accumulating.contains(index),
      weight: weight, bias: bias, sparse: sparse, sortsZeros: plan.differentiable.contains(index),
      activation: plan.fused[index]?.activation ?? .linear,
      isFused: plan.fused.values.contains { $0.node == index },
      roundsValue: rounding.roundsValue(of: index),
      roundsInputDelta: first.map(rounding.roundsDelta) ?? false,
      stream: noise.map { RandomStream(seed: $0.seed, purpose: $0.purpose + node.name) },
      partners: node.operation.takesOtherExamples
        ? noise.map { RandomStream(seed: $0.seed, purpose: $0.purpose + node.name + "/partner") } : nil,
      emphasized: try noise.map { try graph.emphasized(by: node, seed: $0.seed, purpose: $0.purpose) } ?? [],
      penalty: penalty)
  }
}
