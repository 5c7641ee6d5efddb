public import StrataLinearAlgebra

/// The parameters of a graph by name, in the order in which they were added.
///
/// Nodes refer to parameters by name, so two nodes may use one: that is how weights are tied.
///
/// Within this package a table may hold shapes alone. A graph over it can be planned, and its memory foreseen, but
/// there is nothing to compute with.
public struct ParameterTable: Sendable, Equatable {
  /// The names, in order.
  public private(set) var names: [String] = []
  private var matrices: [String: Matrix] = [:]
  private var outlines: [String: Shape] = [:]

  /// An empty table.
  public init() {}

  /// The matrix of a name: weights are `inputs × outputs`, all others `1 × width`. Assigning a new name
  /// adds it at the end; assigning nil takes it away.
  public subscript(name: String) -> Matrix? {
    get { matrices[name] }
    set {
      if newValue == nil {
        names.removeAll { $0 == name }
      } else if !contains(name) {
        names.append(name)
      }
      outlines[name] = nil
      matrices[name] = newValue
    }
  }

  /// Adds a parameter of a shape, without numbers.
  package mutating func outline(_ name: String, _ shape: Shape) {
    self[name] = nil
    names.append(name)
    outlines[name] = shape
  }

  /// The shape of a parameter, whether there are numbers or not; nil where there is none of that name.
  package func shape(of name: String) -> Shape? { matrices[name]?.shape ?? outlines[name] }

  /// True when there is a parameter of that name.
  func contains(_ name: String) -> Bool { shape(of: name) != nil }

  /// Takes a parameter over from another table, numbers or shape.
  mutating func take(_ name: String, from other: ParameterTable) {
    if let shape = other.outlines[name] { outline(name, shape) } else { self[name] = other[name] }
  }

  /// The number of numbers: the sum of the matrices' elements.
  public var count: Int { names.reduce(0) { $0 + (shape(of: $1)?.count ?? 0) } }

  /// The same table without the names that fail the test.
  package func filter(_ isKept: (String) -> Bool) -> ParameterTable {
    var kept = ParameterTable()
    for name in names where isKept(name) { kept.take(name, from: self) }
    return kept
  }
}
