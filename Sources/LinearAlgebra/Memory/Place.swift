/// Where a matrix lies in memory: rows of floats in a buffer, which it keeps alive.
///
/// A place may be stored, copied and captured by a job. To compute with it, take its ``window``, which
/// can be handed down but not kept:
///
/// ```swift
/// let weight = FloatBuffer(count: 784 * 1000).place(rows: 784, columns: 1000)
/// let job = Team.Job(team, panels: 8) { panel in
///   arithmetic.multiply(x.window.asIs, weight.window.columns(bounds[panel]).asIs, into: …)
/// }
/// ```
package struct Place: Sendable {
  let buffer: FloatBuffer
  let offset: Int
  package let rows: Int
  package let columns: Int
  /// Floats from one row to the next.
  package let stride: Int

  init(_ buffer: FloatBuffer, at offset: Int, rows: Int, columns: Int, stride: Int) {
    precondition(offset >= 0 && rows >= 0 && columns >= 0 && columns <= stride)
    let end = rows == 0 ? offset : offset + (rows - 1) * stride + columns
    precondition(end <= buffer.count, "a place past the end of its buffer")
    self.buffer = buffer
    self.offset = offset
    self.rows = rows
    self.columns = columns
    self.stride = stride
  }

  /// True when there is a bfloat16 copy of it.
  package var isRounded: Bool { buffer.rounded != nil }

  /// What the whole buffer behind it takes, in bytes.
  package var bytesOfBuffer: Int { buffer.bytes }

  package var shape: Shape { Shape(rows: rows, columns: columns) }

  /// A view on the floats for as long as this place is borrowed.
  package var window: Window { @_lifetime(borrow self) borrowing get { Window(self) } }

  /// The place of some of the columns.
  package func columns(_ range: Range<Int>) -> Place {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) of \(columns)")
    return Place(
      buffer, at: offset + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }

  /// The place of some of the rows.
  package func rows(_ range: Range<Int>) -> Place {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    return Place(
      buffer, at: range.isEmpty ? offset : offset + range.lowerBound * stride, rows: range.count,
      columns: columns, stride: stride)
  }

  /// The buffer and the part of it from the first float to the last: two places with no overlap share no
  /// float.
  package var extent: (owner: ObjectIdentifier, range: Range<Int>) {
    let end = rows == 0 || columns == 0 ? offset : offset + (rows - 1) * stride + columns
    return (ObjectIdentifier(buffer.floats), offset..<end)
  }

  /// One place over the rows of all of these, where they lie one behind the other in one buffer.
  package static func joined(_ parts: [Place]) -> Place? {
    guard let first = parts.first else { return nil }
    let follows = zip(parts, parts.dropFirst()).allSatisfy {
      $0.buffer.floats === $1.buffer.floats && $0.columns == $1.columns && $0.stride == $1.stride
        && $0.offset + $0.rows * $0.stride == $1.offset
    }
    guard follows else { return nil }
    return Place(
      first.buffer, at: first.offset, rows: parts.reduce(0) { $0 + $1.rows }, columns: first.columns,
      stride: first.stride)
  }
}
