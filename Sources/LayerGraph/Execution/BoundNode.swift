internal import LinearAlgebra

/// A node with the memory that it works on: what a worker runs forward and backward.
struct BoundNode: Sendable {
  let operation: Operation
  let value: UnsafeMatrix
  let inputs: [UnsafeMatrix]
  /// The gradient with respect to the value; nil where nothing below is trained.
  let delta: UnsafeMatrix?
  /// The gradient with respect to the first input; nil where nothing below that is trained.
  let inputDelta: UnsafeMatrix?
  /// True when the input's gradient is added to, not overwritten.
  let accumulates: Bool
  let weight: Factor?
  let bias: UnsafeMatrix?
  /// The non-zeros of the input, where skipping the others pays.
  let sparse: SparseBatch?
  /// True when a gradient needs them by columns too.
  let sortsZeros: Bool
  /// The activation that a dense node applies at once.
  let activation: Activation
  /// True for an activation that its dense node has applied already.
  let isFused: Bool
  /// True when the value is a factor of a product that wants it rounded.
  let roundsValue: Bool
  /// True when the input's gradient is one, and complete once this node has added to it.
  let roundsInputDelta: Bool
  /// The noise of this node; nil in a pass without noise.
  let stream: RandomStream?
  /// The stream that chooses the examples whose values this node's noise takes; nil where it takes none.
  let partners: RandomStream?
  /// The noises whose hits are emphasised; none in a pass without noise.
  let emphasized: [Emphasis.Noise]
  /// What a penalty keeps of a batch.
  let penalty: Penalty?

  /// True when it reads whole rows, or whole columns, and so must wait for every worker's part of them.
  var readsOthers: Bool {
    switch operation {
    case .dense, .softmax, .contraction, .sparsity: true
    case .loss(let loss): loss.comparesWithLabels
    case .input, .labels, .activation, .corruption, .dropout, .emphasis, .sum: false
    }
  }

  /// True when it writes more of a gradient than this worker's region of it, so that the others must wait.
  var writesOthers: Bool {
    switch operation {
    case .softmax, .contraction, .sparsity: true
    default: false
    }
  }

  /// Computes this worker's region of the value. A loss is returned.
  func forward(_ batch: Batch, arithmetic: Arithmetic, worker: Worker) -> Double {
    let loss = compute(batch, arithmetic: arithmetic, worker: worker)
    if roundsValue {
      let y = value.rows(0..<batch.examples.count)
      y[written(of: y.shape, worker)].round()
    }
    return loss
  }

  /// What this worker writes of a value or of its gradient: a softmax whole rows, a penalty whole columns,
  /// the others their region.
  private func written(of shape: Shape, _ worker: Worker) -> Region {
    switch operation {
    case .softmax:
      Region(rows: worker.share(of: shape.rows, multipleOf: 1), columns: 0..<shape.columns)
    case .contraction, .sparsity:
      Region(rows: 0..<shape.rows, columns: worker.share(of: shape.columns))
    default: worker.region(of: shape)
    }
  }

  private func compute(_ batch: Batch, arithmetic: Arithmetic, worker: Worker) -> Double {
    let rows = 0..<batch.examples.count
    let y = value.rows(rows)
    let x = inputs.first?.rows(rows)
    let region = worker.region(of: y.shape)
    switch operation {
    case .labels, .sum: break  // the workspace adds the terms
    case .input: if batch.nonZeros == nil { batch.copy(region, into: y) }
    case .dense:
      if let x, let weight {
        if let sparse, batch.nonZeros == nil { findZeros(of: x, sparse, worker: worker) }
        Dense.forward(
          x, weight: weight, bias: bias, activation: activation, into: y,
          sparse: sparse == nil ? nil : batch.nonZeros ?? sparse, arithmetic: arithmetic,
          worker: worker)
      }
    case .activation(let function):
      if let x, !isFused { function.forward(x[region], into: y[region]) }
    case .softmax:
      let mine = worker.share(of: y.rows, multipleOf: 1)
      if let x, !mine.isEmpty { Softmax.forward(x.rows(mine), into: y.rows(mine)) }
    case .corruption(let corruption):
      if let x, let draw = batch.draw(stream, partners: partners, for: region) {
        corruption.forward(
          x.rows(region.rows), into: y.rows(region.rows), columns: region.columns, draw: draw)
      }
    case .dropout(let rate):
      if let x, let draw = batch.draw(stream, for: region) {
        Dropout.apply(
          rate: rate, to: x.rows(region.rows), into: y.rows(region.rows), columns: region.columns,
          draw: draw)
      }
    case .emphasis(let emphasis):
      emphasis.forward(emphasized, batch: batch, into: y, region: region)
    case .contraction, .sparsity:
      if let x, let penalty {
        return penalty.forward(x, columns: written(of: x.shape, worker).columns)
      }
    case .loss(let loss):
      return x.map { lossShare(loss, prediction: $0, batch: batch, worker: worker) } ?? 0
    }
    return 0
  }

  /// Every worker needs the non-zeros of all rows, so they meet when those are found.
  private func findZeros(of x: UnsafeMatrix, _ sparse: SparseBatch, worker: Worker) {
    sparse.compress(x, worker: worker)
    worker.barrier()
    if sortsZeros { sparse.transpose(count: x.rows, worker: worker) }
  }

  /// The loss of this worker's share, and its gradient: its region against features, rows against
  /// labels.
  private func lossShare(
    _ loss: Loss, prediction z: UnsafeMatrix, batch: Batch, worker: Worker
  ) -> Double {
    let rows = 0..<batch.examples.count
    let scale = batch.exampleScale
    let delta = inputDelta?.rows(rows)
    if loss.comparesWithLabels {
      let mine = worker.share(of: z.rows, multipleOf: 1)
      let sum = loss.forward(
        z.rows(mine), against: batch.labels + mine.lowerBound, delta: delta?.rows(mine),
        scale: scale)
      if roundsInputDelta { delta?.rows(mine).round() }
      return sum
    }
    let region = worker.region(of: z.shape)
    let sum = loss.forward(
      z[region], against: inputs[1].rows(rows)[region],
      weights: inputs.count > 2 ? inputs[2].rows(rows)[region] : nil, delta: delta?[region],
      scale: scale)
    if roundsInputDelta { delta?[region].round() }
    return sum
  }

  /// Computes this worker's region of the gradient with respect to the first input.
  func backward(_ batch: Batch, arithmetic: Arithmetic, worker: Worker) {
    let rows = 0..<batch.examples.count
    guard let dy = delta?.rows(rows), let dx = inputDelta?.rows(rows) else { return }
    let y = value.rows(rows)
    let region = worker.region(of: dx.shape)
    switch operation {
    case .input, .labels, .emphasis, .sum: return
    case .loss: return  // it has written its gradient on the way forward
    case .contraction, .sparsity:
      penalty?.backward(
        inputs[0].rows(rows), into: dx, columns: written(of: dx.shape, worker).columns,
        scale: batch.exampleScale, accumulating: accumulates)
    case .dense:
      if let weight {
        Dense.backward(
          dy: dy, weight: weight, into: dx, accumulating: accumulates,
          arithmetic: arithmetic, worker: worker)
      }
    case .activation(let function):
      function.backward(
        y: y[region], dy: dy[region], into: dx[region], accumulating: accumulates)
    case .softmax:
      let mine = worker.share(of: y.rows, multipleOf: 1)
      Softmax.backward(
        y: y.rows(mine), dy: dy.rows(mine), into: dx.rows(mine), accumulating: accumulates)
    case .corruption(let corruption):
      if let draw = batch.draw(stream, for: region) {
        corruption.backward(
          dy.rows(region.rows), into: dx.rows(region.rows), columns: region.columns, draw: draw,
          accumulating: accumulates)
      } else {
        passThrough(dy[region], into: dx[region])
      }
    case .dropout(let rate):
      if let draw = batch.draw(stream, for: region) {
        Dropout.apply(
          rate: rate, to: dy.rows(region.rows), into: dx.rows(region.rows),
          columns: region.columns, draw: draw, accumulating: accumulates)
      } else {
        passThrough(dy[region], into: dx[region])
      }
    }
    if roundsInputDelta { dx[written(of: dx.shape, worker)].round() }
  }

  /// The backward step of a noise that is absent: dx = dy.
  private func passThrough(_ dy: UnsafeMatrix, into dx: UnsafeMatrix) {
    Activation.linear.backward(y: dy, dy: dy, into: dx, accumulating: accumulates)
  }
}

/// The examples of one step.
struct Batch {
  let features: any Features
  /// Positions in `features`.
  let examples: UnsafeBufferPointer<Int32>
  /// The label of each example; meaningless where the graph reads none.
  let labels: UnsafePointer<Int32>
  let epoch: Int
  /// The share of training that is done: 0 in the first epoch, 1 in the last.
  let progress: Float
  /// The examples' non-zeros, where they are known and nothing else is read of the examples.
  let nonZeros: SparseBatch?
  /// What every gradient of the step is multiplied by.
  let gradientScale: Float

  /// What the gradient of one example's loss is multiplied by: its share of the mean.
  var exampleScale: Float { gradientScale / Float(examples.count) }

  /// Takes a region of the examples' features into the same region of `batch`.
  func copy(_ region: Region, into batch: UnsafeMatrix) {
    features.copy(
      rows: UnsafeBufferPointer(rebasing: examples[region.rows]), columns: region.columns,
      into: batch.rows(region.rows).pointer, stride: batch.stride)
  }

  /// The draw of a node's noise for the examples of a region; nil in a pass without noise.
  func draw(_ stream: RandomStream?, partners: RandomStream? = nil, for region: Region) -> Draw? {
    guard let stream, let start = examples.baseAddress else { return nil }
    return Draw(
      stream: stream.at(epoch: epoch), examples: start + region.rows.lowerBound, progress: progress,
      others: partners.map { (features, $0.at(epoch: epoch)) })
  }
}
