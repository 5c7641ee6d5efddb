public import StrataLayerGraph

extension LayerGraph {
  /// The graph in the language of Graphviz: `dot -Tsvg graph.dot`.
  ///
  /// A dashed line joins nodes that share a parameter.
  public var dot: String {
    var lines = [
      "digraph {", "  rankdir=BT; node [shape=box, style=rounded, fontname=\"sans-serif\"];",
    ]
    for (node, row) in zip(nodes, summary.rows) {
      lines.append(
        "  \(quoted(node.name)) [label=\(quoted("\(node.name)\n\(row.operation) · \(row.outputShape)"))];")
      lines += node.inputs.map { "  \(quoted($0)) -> \(quoted(node.name));" }
    }
    for link in sharedParameters {
      lines.append(
        "  \(quoted(link.first)) -> \(quoted(link.second)) "
          + "[style=dashed, dir=none, constraint=false, label=\(quoted(link.parameter))];")
    }
    return (lines + ["}", ""]).joined(separator: "\n")
  }

  /// Two nodes that use one parameter.
  struct SharedParameter: Equatable {
    let parameter: String
    let first: String
    let second: String
  }

  /// Each pair of neighbouring uses of one parameter.
  var sharedParameters: [SharedParameter] {
    parameters.names.flatMap { parameter in
      let users = nodes.filter { $0.operation.parameters.contains(parameter) }.map(\.name)
      return zip(users, users.dropFirst()).map {
        SharedParameter(parameter: parameter, first: $0, second: $1)
      }
    }
  }

  private func quoted(_ text: String) -> String {
    "\""
      + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      + "\""
  }
}
