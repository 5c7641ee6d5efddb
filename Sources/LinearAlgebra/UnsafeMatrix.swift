/// A window on somebody else's row-major floats: what kernels and products work on.
///
/// It owns nothing; whoever made it keeps the memory alive.
///
/// `@unchecked Sendable`: workers of one team share windows and write disjoint columns or rows of
/// them, with a barrier before anyone reads what another has written (`Worker`).
package struct UnsafeMatrix: @unchecked Sendable {
  package let pointer: UnsafeMutablePointer<Float>
  package let rows: Int
  package let columns: Int
  /// Floats from one row to the next.
  package let stride: Int

  package init(_ pointer: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int) {
    self.pointer = pointer
    self.rows = rows
    self.columns = columns
    self.stride = stride
  }

  package var shape: Shape { Shape(rows: rows, columns: columns) }

  /// The window on some of the columns.
  package func columns(_ range: Range<Int>) -> UnsafeMatrix {
    UnsafeMatrix(pointer + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }

  /// The window on some of the rows.
  package func rows(_ range: Range<Int>) -> UnsafeMatrix {
    UnsafeMatrix(
      pointer + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride)
  }

  /// The window on a region.
  package subscript(region: Region) -> UnsafeMatrix { rows(region.rows).columns(region.columns) }

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

  /// Copies another window in. Traps unless the shapes agree.
  package func assign(_ other: UnsafeMatrix) {
    precondition(other.shape == shape, "\(other.shape) into \(shape)")
    for row in 0..<rows {
      (pointer + row * stride).update(from: other.pointer + row * other.stride, count: columns)
    }
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
  }
}

/// Floats on a 64-byte boundary, allocated once and freed with their owner.
///
/// `@unchecked Sendable`: the address never changes; the floats are shared as `UnsafeMatrix` says.
package final class FloatBuffer: @unchecked Sendable {
  package let pointer: UnsafeMutablePointer<Float>
  package let count: Int

  /// Floats past the end that kernels may read, whole vectors at a time, without using them.
  private static let padding = 16

  /// `count` zeros.
  package init(count: Int) {
    let padded = count + Self.padding
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: padded * MemoryLayout<Float>.stride, alignment: 64)
    pointer = memory.bindMemory(to: Float.self, capacity: padded)
    pointer.initialize(repeating: 0, count: padded)
    self.count = count
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }

  /// The window that starts `offset` floats in.
  package func matrix(at offset: Int = 0, rows: Int, columns: Int) -> UnsafeMatrix {
    precondition(offset + rows * columns <= count, "a window past the end of its buffer")
    return UnsafeMatrix(pointer + offset, rows: rows, columns: columns, stride: columns)
  }
}
