internal import CStrataKernels

/// Columns with numbers of their own, each of which is one row, and products of elements.
extension Kernels {
  /// y (+)= x · gain[column] + bias[column], or without bias; x and y may be the same.
  package static func scaleColumns(
    _ x: Window, gain: Window, bias: Window? = nil, into y: Window, accumulating: Bool = false
  ) {
    require(x.shape, y.shape)
    require(Shape(rows: 1, columns: y.columns), gain.shape)
    if let bias { require(gain.shape, bias.shape) }
    strata_scale_columns(x.view, gain.view, bias?.view ?? .none, accumulating, y.target)
    y.round()
  }

  /// y (+)= (x − mean[column]) / deviation[column], or without mean; x and y may be the same.
  package static func standardizeColumns(
    _ x: Window, mean: Window? = nil, deviation: Window, into y: Window, accumulating: Bool = false
  ) {
    require(x.shape, y.shape)
    require(Shape(rows: 1, columns: y.columns), deviation.shape)
    if let mean { require(deviation.shape, mean.shape) }
    strata_standardize_columns(x.view, mean?.view ?? .none, deviation.view, accumulating, y.target)
    y.round()
  }

  /// The mean of each column of x, and √(the mean of the squared distance from it + ε); both are one row.
  package static func columnStatistics(_ x: Window, epsilon: Float, mean: Window, deviation: Window) {
    require(Shape(rows: 1, columns: x.columns), mean.shape)
    require(mean.shape, deviation.shape)
    strata_column_statistics(x.view, epsilon, mean.target, deviation.target)
  }

  /// The gradient with respect to what was standardized to y by its own columns' statistics, from that with respect to
  /// y: dx (+)= (dy − mean(dy) − y ⊙ mean(dy ⊙ y)) / deviation, with means over a column; dx may be dy itself.
  package static func standardizeBackward(
    y: Window, dy: Window, deviation: Window, into dx: Window, accumulating: Bool = false
  ) {
    require(y.shape, dy.shape)
    require(y.shape, dx.shape)
    require(Shape(rows: 1, columns: y.columns), deviation.shape)
    strata_standardize_backward(y.view, dy.view, deviation.view, accumulating, dx.target)
    dx.round()
  }

  /// Σ over the rows of x of the squared distance from the mean of the column; both are one row.
  package static func columnSpread(_ x: Window, mean: Window, into sums: Window) {
    require(Shape(rows: 1, columns: x.columns), mean.shape)
    require(mean.shape, sums.shape)
    strata_column_spread(x.view, mean.view, sums.target)
  }

  /// √(spread / examples + ε), of one row.
  package static func columnDeviation(
    spread: Window, examples: Int, epsilon: Float, into deviation: Window
  ) {
    require(spread.shape, deviation.shape)
    precondition(spread.rows == 1)
    strata_column_deviation(spread.view, 1 / Float(examples), epsilon, deviation.target)
  }

  /// The same gradient where y and dy are a part of what was standardized together: `sums` and `slopes` are those of dy
  /// and of dy ⊙ y over all of its examples.
  package static func standardizeBackward(
    y: Window, dy: Window, sums: Window, slopes: Window, examples: Int, deviation: Window,
    into dx: Window, accumulating: Bool = false
  ) {
    require(y.shape, dy.shape)
    require(y.shape, dx.shape)
    require(Shape(rows: 1, columns: y.columns), deviation.shape)
    require(deviation.shape, sums.shape)
    require(deviation.shape, slopes.shape)
    strata_standardize_backward_by(
      y.view, dy.view, sums.view, slopes.view, 1 / Float(examples), deviation.view, accumulating, dx.target)
    dx.round()
  }

  /// y (+)= a ⊙ b.
  package static func multiplyElements(
    _ a: Window, _ b: Window, into y: Window, accumulating: Bool = false
  ) {
    require(a.shape, y.shape)
    require(b.shape, y.shape)
    strata_multiply(a.view, b.view, accumulating, y.target)
    y.round()
  }

  /// sums = sums · beta + Σ over the rows of a ⊙ b; sums is one row.
  package static func columnProducts(_ a: Window, _ b: Window, into sums: Window, beta: Float) {
    require(a.shape, b.shape)
    require(Shape(rows: 1, columns: a.columns), sums.shape)
    strata_column_products(a.view, b.view, beta, sums.target)
  }
}
