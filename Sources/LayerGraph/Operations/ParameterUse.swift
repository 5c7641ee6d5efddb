internal import StrataLinearAlgebra

/// What a parameter is for; all nodes that use one agree on it.
public enum ParameterRole: String, Hashable, Sendable, Codable, CaseIterable {
  /// A matrix that values are multiplied by.
  case weight
  /// A row that is added.
  case bias
  /// A row of factors, one for each column.
  case gain
  /// A row of means that were measured on examples; 0 until then. It is kept in checkpoints like the others, but no
  /// optimizer moves it.
  case mean
  /// A row of deviations that were measured on examples; 1 until then.
  case deviation

  /// True when an optimizer moves it, unless it is frozen.
  public var isTrained: Bool {
    switch self {
    case .weight, .bias, .gain: true
    case .mean, .deviation: false
    }
  }
  /// True when weight decay and a limit on norms apply to it.
  public var isPenalized: Bool { self == .weight }
  /// True when products read it, so that there is a bfloat16 copy of it where they read those.
  var isFactor: Bool { self == .weight }
}

/// One parameter of an operation: said once, for validation, training, memory and summaries alike.
struct ParameterUse: Equatable {
  /// A side of a parameter's shape.
  enum Extent {
    case one
    /// As long as the width of what the operation reads.
    case input
    /// As long as its value is wide: the first parameter that has it decides.
    case output
  }

  let name: String
  let role: ParameterRole
  let rows: Extent
  let columns: Extent

  init(_ name: String, _ role: ParameterRole, _ rows: Extent, _ columns: Extent) {
    self.name = name
    self.role = role
    self.rows = rows
    self.columns = columns
  }

  /// The width of the value, once this parameter's shape agrees with what is known: the input's width, and the
  /// output's where it is known already.
  func width(input: Int, output: Int?, shape: Shape, of node: String) throws(GraphError) -> Int? {
    func length(_ extent: Extent) -> Int? {
      switch extent {
      case .one: 1
      case .input: input
      case .output: output
      }
    }
    func fits(_ extent: Extent, _ found: Int) -> Bool { length(extent).map { $0 == found } ?? true }
    guard fits(rows, shape.rows), fits(columns, shape.columns) else {
      func words(_ extent: Extent) -> String { length(extent).map { "\($0)" } ?? "any" }
      throw .parameterShape(
        name, of: node, expected: "\(words(rows)) × \(words(columns))", found: shape)
    }
    return output ?? (rows == .output ? shape.rows : columns == .output ? shape.columns : nil)
  }
}

extension LayerGraph {
  /// What each parameter is for.
  public var roles: [String: ParameterRole] {
    nodes.flatMap(\.operation.parameterUses).reduce(into: [:]) { $0[$1.name] = $1.role }
  }

  /// The names of the parameters that training changes: neither frozen nor measured; in the table's order.
  public var trainable: [String] {
    let roles = roles
    return parameters.names.filter { !frozen.contains($0) && roles[$0]?.isTrained ?? false }
  }

  /// Throws when a parameter is one thing to one node and another to the next.
  static func checkRoles(_ nodes: [Node]) throws(GraphError) {
    var roles: [String: ParameterRole] = [:]
    for use in nodes.flatMap(\.operation.parameterUses) {
      if let other = roles[use.name], other != use.role { throw .twoRoles(use.name, other, use.role) }
      roles[use.name] = use.role
    }
  }

  /// The width that its parameters give a node's value, or nil; throws when a shape does not fit.
  static func width(
    of node: Node, input: Int, parameters: ParameterTable
  ) throws(GraphError) -> Int? {
    var output: Int?
    for use in node.operation.parameterUses {
      guard let shape = parameters.shape(of: use.name) else {
        throw .unknownParameter(use.name, of: node.name)
      }
      output = try use.width(input: input, output: output, shape: shape, of: node.name)
    }
    return output
  }
}
