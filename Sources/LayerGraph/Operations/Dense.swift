internal import CKernels
internal import LinearAlgebra

/// y = f(x·W + b). x: batch × inputs; W as a factor: inputs × outputs; b: 1 × outputs.
///
/// Each worker computes its own region of the result, mostly some columns: then it needs the same
/// columns of W alone.
enum Dense {
  /// With `sparse`, which then holds the non-zeros of x, the product skips the zeros.
  static func forward(
    _ x: UnsafeMatrix, weight: Factor, bias: UnsafeMatrix?, activation: Activation,
    into y: UnsafeMatrix, sparse: SparseBatch?, arithmetic: Arithmetic, worker: Worker
  ) {
    let region = worker.region(of: y.shape)
    guard !region.isEmpty else { return }
    let mine = y[region]
    if let sparse {
      sparse.multiply(
        weight.matrix.columns(region.columns), into: y.columns(region.columns), rows: region.rows)
    } else {
      arithmetic.multiply(x.rows(region.rows).asIs, weight.columns(region.columns), into: mine)
    }
    if bias != nil || activation != .linear {
      activation.forward(mine, bias: bias?.columns(region.columns), into: mine)
    }
  }

  /// dx = dy·Wᵀ.
  static func backward(
    dy: UnsafeMatrix, weight: Factor, into dx: UnsafeMatrix, accumulating: Bool,
    arithmetic: Arithmetic, worker: Worker
  ) {
    let region = worker.region(of: dx.shape)
    guard !region.isEmpty else { return }
    arithmetic.multiply(
      dy.rows(region.rows).asIs, weight.rows(region.columns).transposed, into: dx[region],
      beta: accumulating ? 1 : 0)
  }
}

/// The gradient of a weight W of r × c: Σ over its uses of Lᵀ·R, with L of batch × r and R of
/// batch × c.
///
/// A plain use x·W has L = x and R = dy; a transposed one x·Wᵀ has L = dy and R = x. So a weight that
/// an encoder and a decoder share is a sum of two products. Where the uses' rows lie one behind the
/// other in memory it is one product over all of them; where an L is mostly zeros, its product skips
/// them.
struct WeightGradient: Sendable {
  struct Use: Sendable {
    let left: UnsafeMatrix
    let right: UnsafeMatrix
    /// The non-zeros of L, where skipping the others pays.
    var sparse: SparseBatch?
  }
  let uses: [Use]
  /// All uses' rows as one window, where they lie one behind the other and none is sparse.
  let joined: Use?

  /// target = gradient + beta · target, for a region of it, from the examples of a step.
  func write(
    into target: UnsafeMatrix, region: Region, batch: Batch, beta: Float,
    arithmetic: Arithmetic
  ) {
    let rows = batch.examples.count
    if let joined, rows == uses[0].left.rows {
      add(joined, to: target, region: region, rows: joined.left.rows, nil, beta, arithmetic)
      return
    }
    for (index, use) in uses.enumerated() {
      add(
        use, to: target, region: region, rows: rows, batch.nonZeros, index == 0 ? beta : 1,
        arithmetic)
    }
  }

  private func add(
    _ use: Use, to target: UnsafeMatrix, region: Region, rows: Int, _ nonZeros: SparseBatch?,
    _ beta: Float, _ arithmetic: Arithmetic
  ) {
    let right = use.right.rows(0..<rows).columns(region.columns)
    if let own = use.sparse {
      let sparse = nonZeros ?? own
      sparse.multiplyTransposed(
        right, into: target.columns(region.columns), rows: region.rows, beta: beta)
    } else {
      arithmetic.multiply(
        use.left.rows(0..<rows).columns(region.rows).transposed, right.asIs, into: target[region],
        beta: beta)
    }
  }
}

/// The gradient of a bias: the sum of dy over the batch, for each use.
struct BiasGradient: Sendable {
  let uses: [UnsafeMatrix]

  /// target = gradient + beta · target, for a region of it, from the first `rows` examples.
  func write(into target: UnsafeMatrix, region: Region, rows: Int, beta: Float) {
    for (index, dy) in uses.enumerated() {
      let mine = dy.rows(0..<rows).columns(region.columns)
      strata_column_sums(
        mine.pointer, Int64(mine.stride), Int64(rows), Int64(region.columns.count),
        index == 0 ? beta : 1, target.pointer + region.columns.lowerBound)
    }
  }
}
