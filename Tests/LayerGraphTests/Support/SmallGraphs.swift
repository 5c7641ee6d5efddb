import StrataLayerGraph
import StrataLinearAlgebra

/// Graphs small enough to differentiate one number at a time. Widths are arguments, since threads share
/// narrow values by rows and wide ones by columns.
enum SmallGraphs {
  static let inputs = 19
  static let units = 18
  static let classes = 5

  /// The widths of the examples and of the hidden layer.
  struct Widths: Sendable {
    var inputs = SmallGraphs.inputs
    var units = SmallGraphs.units
  }

  /// Random features in (0.05, 0.95), what cross-entropy and every noise can take, of which a share is
  /// not zero.
  static func features(
    rows: Int, columns: Int = inputs, density: Float = 1, seed: UInt64
  ) -> Matrix {
    let numbers = RandomStream(seed: seed, purpose: "features").uniform(count: rows * columns)
    let kept = RandomStream(seed: seed, purpose: "kept").bernoulli(density, count: rows * columns)
    return Matrix(
      rows: rows, columns: columns, zip(numbers, kept).map { $1 ? 0.05 + 0.9 * $0 : 0 })
  }

  static func labels(rows: Int, seed: UInt64) -> [Int32] {
    RandomStream(seed: seed, purpose: "labels").bits(count: rows).map { Int32($0 % UInt32(classes)) }
  }

  /// A table of random parameters, the same for the same name and seed.
  static func parameters(_ shapes: [(name: String, rows: Int, columns: Int)], seed: UInt64)
    -> ParameterTable
  {
    var table = ParameterTable()
    for (name, rows, columns) in shapes {
      let numbers = RandomStream(seed: seed, purpose: name).normal(count: rows * columns)
      table[name] = Matrix(rows: rows, columns: columns, numbers.map { $0 * 0.3 })
    }
    return table
  }

  /// A denoising autoencoder: `input` → `corruption` → `encoder` → `code` → `decoder` →
  /// `reconstruction`, and `loss` against `target`; with emphasis on what the corruption hits, and
  /// with penalties on the code, where `loss` is the sum of them
  /// and `error`.
  static func autoencoder(
    corruption: Corruption? = nil, activation: Activation = .sigmoid, loss: Loss = .crossEntropy,
    isTied: Bool = true, hasBiases: Bool = true, target: String = "input", emphasis: Emphasis? = nil,
    penalties: [Operation] = [], widths: Widths = Widths(), seed: UInt64 = 1
  ) throws -> LayerGraph {
    let (inputs, units) = (widths.inputs, widths.units)
    var shapes = [("weight", inputs, units)]
    if hasBiases { shapes += [("encoder.bias", 1, units), ("decoder.bias", 1, inputs)] }
    if !isTied { shapes.append(("decoder.weight", units, inputs)) }
    var nodes = [Node("input", .input(width: inputs))]
    if let corruption { nodes.append(Node("corruption", .corruption(corruption), inputs: ["input"])) }
    let below = nodes[nodes.count - 1].name
    if let emphasis { nodes.append(Node("emphasis", .emphasis(emphasis), inputs: ["corruption"])) }
    nodes += [
      Node(
        "encoder", .dense(weight: "weight", bias: hasBiases ? "encoder.bias" : nil, transposed: false),
        inputs: [below]),
      Node("code", .activation(function: activation), inputs: ["encoder"]),
      Node(
        "decoder",
        .dense(
          weight: isTied ? "weight" : "decoder.weight", bias: hasBiases ? "decoder.bias" : nil,
          transposed: isTied),
        inputs: ["code"]),
      Node("reconstruction", .activation(function: .sigmoid), inputs: ["decoder"]),
      Node(
        penalties.isEmpty ? "loss" : "error", .loss(loss),
        inputs: [loss == .crossEntropy ? "decoder" : "reconstruction", target]
          + (emphasis == nil ? [] : ["emphasis"])),
    ]
    for (position, penalty) in penalties.enumerated() {
      nodes.append(Node("penalty.\(position)", penalty, inputs: ["code"]))
    }
    if !penalties.isEmpty {
      let terms = ["error"] + penalties.indices.map { "penalty.\($0)" }
      nodes.append(Node("loss", .sum, inputs: terms))
    }
    return try LayerGraph(nodes: nodes, parameters: parameters(shapes, seed: seed))
  }

  /// A classifier: `input` → `encoder` → `code` → (`middle`) → `head`, and `loss` against `labels`.
  static func classifier(
    activation: Activation = .sigmoid, loss: Loss = .softmaxCrossEntropy,
    middle: Operation? = nil, widths: Widths = Widths(), seed: UInt64 = 1
  ) throws -> LayerGraph {
    let (inputs, units) = (widths.inputs, widths.units)
    let shapes = [
      ("encoder.weight", inputs, units), ("encoder.bias", 1, units),
      ("head.weight", units, classes), ("head.bias", 1, classes),
    ]
    var nodes = [
      Node("input", .input(width: inputs)),
      Node(
        "encoder", .dense(weight: "encoder.weight", bias: "encoder.bias", transposed: false),
        inputs: ["input"]),
      Node("code", .activation(function: activation), inputs: ["encoder"]),
    ]
    if let middle { nodes.append(Node("middle", middle, inputs: ["code"])) }
    nodes += [
      Node(
        "head", .dense(weight: "head.weight", bias: "head.bias", transposed: false),
        inputs: [nodes[nodes.count - 1].name]),
      Node("labels", .labels(classes: classes)),
      Node("loss", .loss(loss), inputs: ["head", "labels"]),
    ]
    return try LayerGraph(nodes: nodes, parameters: parameters(shapes, seed: seed))
  }

  /// A classifier of several layers, from the input up: `dense.0` → `code.0` → `dense.1` and so on to `head`.
  static func deepClassifier(units: [Int], seed: UInt64 = 1) throws -> LayerGraph {
    var nodes = [Node("input", .input(width: inputs))]
    var shapes: [(String, Int, Int)] = []
    func dense(_ name: String, _ width: Int, from below: Int) {
      shapes += [("\(name).weight", below, width), ("\(name).bias", 1, width)]
      nodes.append(
        Node(
          name, .dense(weight: "\(name).weight", bias: "\(name).bias", transposed: false),
          inputs: [nodes[nodes.count - 1].name]))
    }
    for (index, width) in units.enumerated() {
      dense("dense.\(index)", width, from: index == 0 ? inputs : units[index - 1])
      nodes.append(Node("code.\(index)", .activation(function: .tanh), inputs: ["dense.\(index)"]))
    }
    dense("head", classes, from: units[units.count - 1])
    nodes += [
      Node("labels", .labels(classes: classes)),
      Node("loss", .loss(.softmaxCrossEntropy), inputs: ["head", "labels"]),
    ]
    return try LayerGraph(nodes: nodes, parameters: parameters(shapes, seed: seed))
  }
}

extension ParameterTable {
  /// A table of the same names and shapes that holds one number.
  func repeating(_ value: Float) -> ParameterTable {
    names.reduce(into: ParameterTable()) { table, name in
      table[name] = self[name].map { Matrix(rows: $0.rows, columns: $0.columns, repeating: value) }
    }
  }
}
