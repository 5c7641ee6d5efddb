public import LinearAlgebra

/// The parameters of a graph by name, in the order in which they were added.
///
/// Nodes refer to parameters by name, so two nodes may use one: that is how weights are tied.
public struct ParameterTable: Sendable, Equatable {
  /// The names, in order.
  public private(set) var names: [String] = []
  private var matrices: [String: Matrix] = [:]

  /// An empty table.
  public init() {}

  /// The matrix of a name: weights are `inputs × outputs`, all others `1 × width`. Assigning a new name
  /// adds it at the end; assigning nil takes it away.
  public subscript(name: String) -> Matrix? {
    get { matrices[name] }
    set {
      if newValue == nil {
        names.removeAll { $0 == name }
      } else if matrices[name] == nil {
        names.append(name)
      }
      matrices[name] = newValue
    }
  }

  /// The number of numbers: the sum of the matrices' elements.
  public var count: Int { matrices.values.reduce(0) { $0 + $1.count } }

  /// The same table without the names that fail the test.
  func filter(_ isKept: (String) -> Bool) -> ParameterTable {
    var kept = ParameterTable()
    for name in names where isKept(name) { kept[name] = matrices[name] }
    return kept
  }
}
