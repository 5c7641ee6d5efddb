package import CStrataKernels

extension Kernels {
  /// y = f(x + bias); the bias is one row. x and y may be the same.
  package static func activate(
    _ function: strata_activation, _ x: Window, bias: Window? = nil, into y: Window
  ) {
    require(x.shape, y.shape)
    precondition(bias?.columns ?? y.columns == y.columns, "a bias of another width")
    strata_activate(function, x.view, bias?.view ?? .none, y.target)
  }

  /// dx (+)= dy ⊙ f′, with f′ written in terms of y.
  package static func activateBackward(
    _ function: strata_activation, y: Window, dy: Window, into dx: Window, accumulating: Bool
  ) {
    require(y.shape, dx.shape)
    require(dy.shape, dx.shape)
    strata_activate_backward(function, y.view, dy.view, accumulating, dx.target)
  }

  /// y += x; they share no memory.
  package static func add(_ x: Window, to y: Window) {
    require(x.shape, y.shape)
    strata_add(x.view, y.target)
  }

  /// y = e^x / Σ e^x along each row.
  package static func softmax(_ x: Window, into y: Window) {
    require(x.shape, y.shape)
    strata_softmax(x.view, y.target)
    y.round()
  }

  /// dx (+)= y ⊙ (dy − Σ dy·y), the sum along the row.
  package static func softmaxBackward(y: Window, dy: Window, into dx: Window, accumulating: Bool) {
    require(y.shape, dx.shape)
    require(dy.shape, dx.shape)
    strata_softmax_backward(y.view, dy.view, accumulating, dx.target)
    dx.round()
  }

  /// y = y · beta + Σ over the rows of x; y is one row.
  package static func columnSums(_ x: Window, into y: Window, beta: Float) {
    require(Shape(rows: 1, columns: x.columns), y.shape)
    strata_column_sums(x.view, beta, y.target)
  }
}

extension Window {
  /// Takes columns `columns` of some examples into the same columns of this window, an example in each row.
  ///
  /// - Parameter first: where in `examples` the numbers of these rows begin.
  package func gather(
    _ features: any Features, examples: Memory<Int32>, from first: Int, columns share: Range<Int>
  ) {
    precondition(first >= 0 && first + rows <= examples.count && share.upperBound <= columns)
    features.copy(
      rows: UnsafeBufferPointer(start: examples.pointer + first, count: rows), columns: share,
      into: pointer, stride: stride)
    columns(share).round()
  }
}
