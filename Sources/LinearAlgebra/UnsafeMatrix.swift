internal import CKernels

/// A window on somebody else's row-major floats: what kernels and products work on.
///
/// It owns nothing; whoever made it keeps the memory alive.
///
/// `@unchecked Sendable`: workers of one team share windows and write disjoint columns or rows of
/// them, with a barrier before anyone reads what another has written (`Worker`).
package struct UnsafeMatrix: @unchecked Sendable {
  package let pointer: UnsafeMutablePointer<Float>
  /// The same numbers in bfloat16, with the same stride, where products are to be had of those; `round()`
  /// makes them so.
  package let rounded: UnsafeMutablePointer<UInt16>?
  package let rows: Int
  package let columns: Int
  /// Floats from one row to the next.
  package let stride: Int

  package init(
    _ pointer: UnsafeMutablePointer<Float>, rounded: UnsafeMutablePointer<UInt16>? = nil, rows: Int,
    columns: Int, stride: Int
  ) {
    self.pointer = pointer
    self.rounded = rounded
    self.rows = rows
    self.columns = columns
    self.stride = stride
  }

  package var shape: Shape { Shape(rows: rows, columns: columns) }

  /// The window on some of the columns.
  package func columns(_ range: Range<Int>) -> UnsafeMatrix {
    window(at: range.lowerBound, rows: rows, columns: range.count)
  }

  /// The window on some of the rows.
  package func rows(_ range: Range<Int>) -> UnsafeMatrix {
    window(at: range.lowerBound * stride, rows: range.count, columns: columns)
  }

  private func window(at offset: Int, rows: Int, columns: Int) -> UnsafeMatrix {
    UnsafeMatrix(
      pointer + offset, rounded: rounded.map { $0 + offset }, rows: rows, columns: columns,
      stride: stride)
  }

  /// The window on a region.
  package subscript(region: Region) -> UnsafeMatrix { rows(region.rows).columns(region.columns) }

  /// True when no element is infinite or not a number.
  package var isFinite: Bool {
    (0..<rows).allSatisfy { UnsafeBufferPointer(start: pointer + $0 * stride, count: columns).isFinite }
  }

  /// Copies the window out.
  package func copied() -> Matrix {
    var elements = [Float]()
    elements.reserveCapacity(rows * columns)
    for row in 0..<rows {
      elements.append(
        contentsOf: UnsafeBufferPointer(start: pointer + row * stride, count: columns))
    }
    return Matrix(rows: rows, columns: columns, elements)
  }

  /// Brings the rounded copy up to date, where there is one.
  package func round() {
    guard let rounded else { return }
    strata_round(pointer, Int64(stride), Int64(rows), Int64(columns), rounded, Int64(stride))
  }

  /// Multiplies every element.
  func scale(by factor: Float) {
    for row in 0..<rows {
      for column in 0..<columns { pointer[row * stride + column] *= factor }
    }
  }

  /// Copies another window in. Traps unless the shapes agree.
  package func assign(_ other: UnsafeMatrix) {
    precondition(other.shape == shape, "\(other.shape) into \(shape)")
    for row in 0..<rows {
      (pointer + row * stride).update(from: other.pointer + row * other.stride, count: columns)
    }
    round()
  }

  /// Copies `matrix` in. Traps unless the shapes agree.
  package func assign(_ matrix: Matrix) {
    precondition(matrix.shape == shape, "\(matrix.shape) into \(shape)")
    matrix.elements.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      for row in 0..<rows {
        (pointer + row * stride).update(from: start + row * columns, count: columns)
      }
    }
    round()
  }
}
