package import StrataDatasets
internal import StrataFiles
package import StrataLayerGraph
package import StrataLinearAlgebra

/// A network as a chain of layers, each of which computes f(x·W + b) of what the one before it has computed.
///
/// A standardization by measured statistics, and a factor and a summand for each column, become part of the weights below
/// them.
package struct LayerChain {
  /// One layer.
  package struct Layer {
    /// The name of its dense node.
    package let name: String
    /// W: inputs × outputs, whichever way the graph reads it.
    package fileprivate(set) var weight: Matrix
    /// b: as long as there are outputs; zeros where the graph has none.
    package fileprivate(set) var bias: [Float]
    /// f: the name of an activation, or `softmax`.
    package internal(set) var activation = Activation.linear.rawValue

    /// Takes what follows column by column, (y − minus) · factor + plus, into weight and bias.
    fileprivate mutating func absorb(minus: [Float], factor: [Float], plus: [Float]) {
      for row in 0..<weight.rows {
        for column in 0..<weight.columns { weight[row, column] *= factor[column] }
      }
      bias = bias.indices.map { (bias[$0] - minus[$0]) * factor[$0] + plus[$0] }
    }
  }

  /// The layers, from the input up.
  package private(set) var layers: [Layer] = []

  /// The chain from a graph's input to an output.
  ///
  /// - Throws: `InputError` when the graph is more than a chain of dense nodes, each with at most one activation, or
  ///   encoding and graph do not go together; `GraphError` when the output is not there.
  package init(_ graph: LayerGraph, encoding: Encoding, output: ModelOutput) throws {
    try self.init(
      ModelContents(graph: graph, encoding: encoding, classNames: nil, output: output, metadata: [:]))
  }

  /// The chain from the input to the output.
  ///
  /// - Throws: `InputError` when the graph is more than a chain of dense nodes, each with at most one activation.
  init(_ contents: ModelContents) throws {
    // Up to which node no activation has been applied yet.
    var open = false
    for node in Self.path(in: contents.graph, to: contents.node) {
      switch node.operation {
      case .input, .corruption, .dropout, .activation(function: .linear): continue
      case .dense(let weight, let bias, let isTransposed):
        // `ModelContents` has seen to it that there are numbers.
        let stored = contents.graph.parameters[weight] ?? Matrix(rows: 0, columns: 0)
        let matrix = isTransposed ? stored.transposed : stored
        let biases = bias.flatMap { contents.graph.parameters[$0]?.elements }
        layers.append(
          Layer(
            name: node.name, weight: matrix, bias: biases ?? Array(repeating: 0, count: matrix.columns)))
        open = true
      case .standardization(let mean, let deviation) where open:
        let numbers = contents.graph.numbers(mean, deviation)
        layers[layers.count - 1].absorb(
          minus: numbers.0, factor: numbers.1.map { 1 / $0 }, plus: numbers.0.map { _ in 0 })
      case .scaleAndShift(let gain, let bias) where open:
        let numbers = contents.graph.numbers(gain, bias)
        layers[layers.count - 1].absorb(
          minus: numbers.0.map { _ in 0 }, factor: numbers.0, plus: numbers.1)
      case .activation(let function) where open:
        layers[layers.count - 1].activation = function.rawValue
        open = false
      case .softmax where open:
        layers[layers.count - 1].activation = "softmax"
        open = false
      default:
        throw InputError(
          .unavailable, at: node.name, expected: "a chain of dense layers, each with one activation",
          found: node.operation.title, advice: "write the model as ONNX, which takes any graph")
      }
    }
  }

  /// The nodes from the input to a node, by the first input of each.
  private static func path(in graph: LayerGraph, to node: String) -> [Node] {
    var path: [Node] = []
    var next = graph[node]
    while let node = next {
      path.append(node)
      next = node.inputs.first.flatMap { graph[$0] }
    }
    return path.reversed()
  }
}

extension LayerGraph {
  /// The numbers of two parameters; there are some, which `ModelContents` has seen to.
  fileprivate func numbers(_ first: String, _ second: String) -> ([Float], [Float]) {
    (parameters[first]?.elements ?? [], parameters[second]?.elements ?? [])
  }
}

extension Matrix {
  /// Columns as rows.
  fileprivate var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for row in 0..<rows {
      for column in 0..<columns { result[column, row] = self[row, column] }
    }
    return result
  }
}
