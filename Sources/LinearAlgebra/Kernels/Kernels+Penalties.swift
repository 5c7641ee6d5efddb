package import CStrataKernels

/// Penalties on a code. Sums over rows are one row, a number for each column.
extension Kernels {
  /// sums = Σ over rows of x².
  package static func columnSquares(_ x: Window, into sums: Window) {
    require(Shape(rows: 1, columns: x.columns), sums.shape)
    strata_column_squares(x.view, sums.target)
  }

  /// sums = Σ over rows of f′², written in terms of the output y.
  package static func slopeSquares(_ function: strata_activation, _ y: Window, into sums: Window) {
    require(Shape(rows: 1, columns: y.columns), sums.shape)
    strata_slope_squares(function, y.view, sums.target)
  }

  /// dy (+)= scale · factor[column] · ∂f′²/∂y.
  package static func slopeSquaresBackward(
    _ function: strata_activation, _ y: Window, scale: Float, factors: Window, into dy: Window,
    accumulating: Bool
  ) {
    require(y.shape, dy.shape)
    require(Shape(rows: 1, columns: y.columns), factors.shape)
    strata_slope_squares_backward(function, y.view, scale, factors.view, accumulating, dy.target)
    dy.round()
  }

  /// y = beta · y + scale · factor[column] · x; x and y may be the same.
  package static func addScaledColumns(
    _ x: Window, scale: Float, factors: Window, beta: Float, into y: Window
  ) {
    require(x.shape, y.shape)
    require(Shape(rows: 1, columns: x.columns), factors.shape)
    strata_add_scaled_columns(x.view, scale, factors.view, beta, y.target)
  }

  /// Σ over columns of KL(target ‖ sums / examples); `slopes` receives its derivative with respect to the means.
  package static func sparsity(target: Float, sums: Window, examples: Int, slopes: Window) -> Double {
    require(sums.shape, slopes.shape)
    precondition(sums.rows == 1)
    return strata_sparsity(target, sums.view, Int64(examples), slopes.target)
  }

  /// y (+)= scale · row, in every row.
  package static func spread(_ row: Window, scale: Float, into y: Window, accumulating: Bool) {
    require(Shape(rows: 1, columns: y.columns), row.shape)
    strata_spread_row(row.view, scale, accumulating, y.target)
    y.round()
  }
}
