internal import CKernels
internal import LinearAlgebra

/// y = f(x·W + b). x: batch × inputs; W as a factor: inputs × outputs; b: 1 × outputs.
///
/// Each worker computes its own columns of the result, so it needs its own columns of W alone.
enum Dense {
  static func forward(
    _ x: UnsafeMatrix, weight: Factor, bias: UnsafeMatrix?, activation: Activation,
    into y: UnsafeMatrix, engine: Engine, worker: Worker
  ) {
    let share = worker.share(of: y.columns)
    guard !share.isEmpty else { return }
    let mine = y.columns(share)
    engine.multiply(x.asIs, weight.columns(share), into: mine)
    if bias != nil || activation != .linear {
      activation.forward(mine, bias: bias?.columns(share), into: mine)
    }
  }

  /// dx = dy·Wᵀ.
  static func backward(
    dy: UnsafeMatrix, weight: Factor, into dx: UnsafeMatrix, accumulating: Bool, engine: Engine,
    worker: Worker
  ) {
    let share = worker.share(of: dx.columns)
    guard !share.isEmpty else { return }
    engine.multiply(
      dy.asIs, weight.rows(share).transposed, into: dx.columns(share), beta: accumulating ? 1 : 0)
  }
}

/// The gradient of a weight W of r × c: Σ over its uses of Lᵀ·R, with L of batch × r and R of
/// batch × c.
///
/// A plain use x·W has L = x and R = dy; a transposed one x·Wᵀ has L = dy and R = x. So a weight that
/// an encoder and a decoder share is a sum of two products, and where the uses' rows lie one behind
/// the other in memory it is one product over all of them.
struct WeightGradient: Sendable {
  struct Use: Sendable {
    let left: UnsafeMatrix
    let right: UnsafeMatrix
  }
  let uses: [Use]
  /// All uses' rows as one window, where they lie one behind the other.
  let joined: Use?

  /// target = alpha · gradient + beta · target, for columns `share`, from the first `rows` examples.
  func write(
    into target: UnsafeMatrix, columns share: Range<Int>, rows: Int, alpha: Float, beta: Float,
    engine: Engine
  ) {
    guard !share.isEmpty else { return }
    let mine = target.columns(share)
    if let joined, rows == uses[0].left.rows {
      engine.multiply(
        joined.left.transposed, joined.right.columns(share).asIs, into: mine, alpha: alpha,
        beta: beta)
      return
    }
    for (index, use) in uses.enumerated() {
      engine.multiply(
        use.left.rows(0..<rows).transposed, use.right.rows(0..<rows).columns(share).asIs,
        into: mine, alpha: alpha, beta: index == 0 ? beta : 1)
    }
  }
}

/// The gradient of a bias: the sum of dy over the batch, for each use.
struct BiasGradient: Sendable {
  let uses: [UnsafeMatrix]

  /// target = alpha · gradient + beta · target, for columns `share`, from the first `rows` examples.
  func write(
    into target: UnsafeMatrix, columns share: Range<Int>, rows: Int, alpha: Float, beta: Float
  ) {
    for (index, dy) in uses.enumerated() {
      let mine = dy.rows(0..<rows).columns(share)
      strata_column_sums(
        mine.pointer, Int64(mine.stride), Int64(rows), Int64(share.count), alpha,
        index == 0 ? beta : 1, target.pointer + share.lowerBound)
    }
  }
}
