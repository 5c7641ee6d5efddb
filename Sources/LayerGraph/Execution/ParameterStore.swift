package import StrataLinearAlgebra

/// A graph's parameters in fixed places in memory, for as long as somebody works on them.
///
/// A graph is a value; training wants addresses. The store takes the numbers out of a graph once and
/// gives them back as a value whenever it is asked.
package final class ParameterStore: Sendable {
  private let names: [String]
  private let places: [String: Place]

  /// With a precision other than Float32, products read a bfloat16 copy of each weight, kept beside it.
  package convenience init(_ graph: LayerGraph, precision: Precision) {
    let roles = graph.roles
    self.init(graph.parameters) { roles[$0]?.isFactor ?? false ? precision : .float32 }
  }

  /// What the parameters of a graph take, in bytes, from their shapes alone.
  package static func bytes(_ graph: LayerGraph, precision: Precision) -> Int {
    let roles = graph.roles
    return graph.parameters.names.reduce(0) { sum, name in
      sum
        + (graph.parameters.shape(of: name).map {
          RowLayout($0, precision: roles[name]?.isFactor ?? false ? precision : .float32).bytes()
        } ?? 0)
    }
  }

  /// What this one takes, in bytes.
  package var bytes: Int { names.reduce(0) { $0 + self[$1].bytesOfBuffer } }

  /// Places for all of a table, in Float32 alone.
  package convenience init(_ table: ParameterTable) { self.init(table) { _ in .float32 } }

  private init(_ table: ParameterTable, precision: (_ name: String) -> Precision) {
    var places: [String: Place] = [:]
    for name in table.names {
      guard let matrix = table[name] else { preconditionFailure("\(name) has a shape and no numbers") }
      let place = RowLayout(matrix.shape, precision: precision(name)).place()
      place.window.assign(matrix)
      places[name] = place
    }
    names = table.names
    self.places = places
  }

  /// Where a parameter lies. Traps when there is none of that name.
  package subscript(name: String) -> Place {
    guard let place = places[name] else { preconditionFailure("no parameter \(name)") }
    return place
  }

  /// The numbers as they are now.
  package var table: ParameterTable {
    var table = ParameterTable()
    for name in names { table[name] = self[name].window.copied() }
    return table
  }

  /// Puts other numbers in the same places. Traps unless names and shapes agree.
  package func assign(_ table: ParameterTable) {
    for name in names {
      guard let matrix = table[name] else { preconditionFailure("no parameter \(name)") }
      self[name].window.assign(matrix)
    }
  }
}
