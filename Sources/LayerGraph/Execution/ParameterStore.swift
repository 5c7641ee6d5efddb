package import LinearAlgebra

/// A graph's parameters in fixed places in memory, for as long as somebody works on them.
///
/// A graph is a value; training wants addresses. The store takes the numbers out of a graph once and
/// gives them back as a value whenever it is asked.
package final class ParameterStore: Sendable {
  private let names: [String]
  private let places: [String: UnsafeMatrix]
  private let buffers: [FloatBuffer]

  /// With a precision other than Float32, products read a rounded copy of each, kept beside it.
  package init(_ table: ParameterTable, precision: Precision = .float32) {
    var places: [String: UnsafeMatrix] = [:]
    var buffers: [FloatBuffer] = []
    for name in table.names {
      guard let matrix = table[name] else { continue }
      let buffer = FloatBuffer(count: matrix.count, precision: precision)
      let place = buffer.matrix(rows: matrix.rows, columns: matrix.columns)
      place.assign(matrix)
      places[name] = place
      buffers.append(buffer)
    }
    names = table.names
    self.places = places
    self.buffers = buffers
  }

  /// Where a parameter lies. Traps when there is none of that name.
  package subscript(name: String) -> UnsafeMatrix {
    guard let place = places[name] else { preconditionFailure("no parameter \(name)") }
    return place
  }

  /// The numbers as they are now.
  package var table: ParameterTable {
    var table = ParameterTable()
    for name in names { table[name] = places[name]?.copied() }
    return table
  }

  /// Puts other numbers in the same places. Traps unless names and shapes agree.
  package func assign(_ table: ParameterTable) {
    for name in names {
      guard let matrix = table[name] else { preconditionFailure("no parameter \(name)") }
      self[name].assign(matrix)
    }
  }
}
