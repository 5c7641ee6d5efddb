internal import CKernels
internal import LinearAlgebra

/// y = e^x / Σ e^x along each row.
enum Softmax {
  /// x, y: batch × classes.
  static func forward(_ x: UnsafeMatrix, into y: UnsafeMatrix) {
    strata_softmax(
      x.pointer, Int64(x.stride), Int64(x.rows), Int64(x.columns), y.pointer, Int64(y.stride))
  }

  /// dx = y ⊙ (dy − Σ dy·y), the sum along the row.
  static func backward(
    y: UnsafeMatrix, dy: UnsafeMatrix, into dx: UnsafeMatrix, accumulating: Bool
  ) {
    strata_softmax_backward(
      y.pointer, Int64(y.stride), dy.pointer, Int64(dy.stride), Int64(y.rows), Int64(y.columns),
      accumulating, dx.pointer, Int64(dx.stride))
  }
}
