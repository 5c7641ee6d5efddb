internal import CStrataKernels

/// A view on row-major floats: what kernels and products work on.
///
/// It owns nothing and cannot escape: the compiler refuses to store it, to return it from where its place
/// ends, or to capture it in a job. So no window outlives its memory. It is a view, not a copy: writing
/// through it changes the floats that all windows on the place see.
package struct Window: ~Escapable {
  let pointer: UnsafeMutablePointer<Float>
  /// The bfloat16 copy of the same floats, with the same stride; nil where none is kept.
  let rounded: UnsafeMutablePointer<UInt16>?
  package let rows: Int
  package let columns: Int
  /// Floats from one row to the next.
  package let stride: Int

  @_lifetime(borrow place)
  init(_ place: borrowing Place) {
    pointer = place.buffer.floats.pointer + place.offset
    rounded = place.buffer.rounded.map { [offset = place.offset] in $0.pointer + offset }
    rows = place.rows
    columns = place.columns
    stride = place.stride
  }

  /// A window on floats that `owner` keeps alive.
  @_lifetime(borrow owner)
  init<Owner: ~Copyable & ~Escapable>(
    unsafe pointer: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int,
    ownedBy owner: borrowing Owner
  ) {
    self.pointer = pointer
    rounded = nil
    self.rows = rows
    self.columns = columns
    self.stride = stride
  }

  @_lifetime(copy other)
  private init(_ other: Window, at offset: Int, rows: Int, columns: Int) {
    pointer = other.pointer + offset
    rounded = other.rounded.map { $0 + offset }
    self.rows = rows
    self.columns = columns
    stride = other.stride
  }

  package var shape: Shape { Shape(rows: rows, columns: columns) }

  /// The view on some of the columns.
  @_lifetime(copy self)
  package func columns(_ range: Range<Int>) -> Window {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) of \(columns)")
    return Window(self, at: range.lowerBound, rows: rows, columns: range.count)
  }

  /// The view on some of the rows.
  @_lifetime(copy self)
  package func rows(_ range: Range<Int>) -> Window {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    return Window(self, at: range.lowerBound * stride, rows: range.count, columns: columns)
  }

  /// The view on a region.
  package subscript(region: Region) -> Window {
    @_lifetime(copy self) get { rows(region.rows).columns(region.columns) }
  }

  /// One element.
  package subscript(row: Int, column: Int) -> Float {
    get {
      precondition(contains(row, column), "[\(row), \(column)] of a window of \(shape)")
      return pointer[row * stride + column]
    }
    nonmutating set {
      precondition(contains(row, column), "[\(row), \(column)] of a window of \(shape)")
      pointer[row * stride + column] = newValue
    }
  }

  private func contains(_ row: Int, _ column: Int) -> Bool {
    0 <= row && row < rows && 0 <= column && column < columns
  }

  /// The bfloat16 copy of one element, widened again; nil where none is kept.
  package func roundedElement(_ row: Int, _ column: Int) -> Float? {
    precondition(contains(row, column), "[\(row), \(column)] of a window of \(shape)")
    return rounded.map { Float(bitPattern: UInt32($0[row * stride + column]) << 16) }
  }

  /// True when no element is infinite or not a number.
  package var isFinite: Bool {
    for row in 0..<rows {
      guard UnsafeBufferPointer(start: pointer + row * stride, count: columns).isFinite else { return false }
    }
    return true
  }

  /// Copies the floats out.
  package func copied() -> Matrix {
    var elements = [Float]()
    elements.reserveCapacity(rows * columns)
    for row in 0..<rows {
      elements.append(contentsOf: UnsafeBufferPointer(start: pointer + row * stride, count: columns))
    }
    return Matrix(rows: rows, columns: columns, elements)
  }

  /// Brings the bfloat16 copy up to date, where there is one.
  package func round() {
    if rounded != nil { strata_round(target) }
  }

  /// Multiplies every element.
  func scale(by factor: Float) {
    for row in 0..<rows {
      for column in 0..<columns { pointer[row * stride + column] *= factor }
    }
  }

  /// Sets every element.
  package func fill(_ value: Float) {
    for row in 0..<rows { (pointer + row * stride).update(repeating: value, count: columns) }
    round()
  }

  /// Copies another window in. Traps unless the shapes agree.
  package func assign(_ other: Window) {
    precondition(other.shape == shape, "\(other.shape) into \(shape)")
    for row in 0..<rows {
      (pointer + row * stride).update(from: other.pointer + row * other.stride, count: columns)
    }
    round()
  }

  /// Copies `matrix` in. Traps unless the shapes agree.
  package func assign(_ matrix: Matrix) {
    precondition(matrix.shape == shape, "\(matrix.shape) into \(shape)")
    for row in 0..<rows {
      matrix.elements.withUnsafeBufferPointer { source in
        guard let start = source.baseAddress else { return }
        (pointer + row * stride).update(from: start + row * columns, count: columns)
      }
    }
    round()
  }
}
