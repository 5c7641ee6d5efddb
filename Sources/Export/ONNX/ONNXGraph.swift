internal import StrataLayerGraph
internal import StrataLinearAlgebra

/// A graph of ONNX that grows: its nodes, constants, inputs and outputs.
struct ONNXGraph {
  private var nodes: [ProtobufMessage] = []
  private var constants: [ProtobufMessage] = []
  private var inputs: [ProtobufMessage] = []
  private var outputs: [ProtobufMessage] = []
  /// All names of values: inputs, constants and what nodes write share one space of names.
  private var taken: Set<String>
  /// The names of parameters that are constants already: a tied weight is in the file once.
  private var parameters: [String: String] = [:]
  /// The value of the encoded input before it is cut to bounds; nil where it is not.
  var unbounded: String?

  /// An empty graph that keeps the names of the model's input and outputs free.
  init(_ contents: ModelContents) { taken = Set(["X"] + contents.output.names) }

  /// `GraphProto`.
  var message: ProtobufMessage {
    ProtobufMessage(
      nodes.map { ProtobufMessage.Field(1, .message($0)) } + [ProtobufMessage.Field(2, .text("strata"))]
        + constants.map { ProtobufMessage.Field(5, .message($0)) }
        + inputs.map { ProtobufMessage.Field(11, .message($0)) }
        + outputs.map { ProtobufMessage.Field(12, .message($0)) })
  }

  /// The name that was wished for, or one like it where that is taken.
  mutating func name(_ wish: String) -> String {
    // An empty name says that an input is absent.
    let wish = wish.isEmpty ? "unnamed" : wish
    var name = wish
    var count = 0
    while !taken.insert(name).inserted {
      count += 1
      name = "\(wish)_\(count)"
    }
    return name
  }

  /// Adds an input of Float32, N × columns.
  mutating func addInput(_ name: String, columns: Int) {
    inputs.append(ONNX.value(name, .float32, columns: columns))
  }

  /// Says that a value is an output.
  mutating func addOutput(_ name: String, _ type: ONNX.ElementType = .float32, columns: Int?) {
    outputs.append(ONNX.value(name, type, columns: columns))
  }

  /// Adds an operator, and returns the name of what it writes.
  @discardableResult
  mutating func add(
    _ type: String, _ inputs: [String], to output: String, _ attributes: ONNX.Attribute...
  ) -> String {
    nodes.append(ONNX.node(type, inputs, to: output, attributes))
    return output
  }

  /// Adds a row of numbers that go with columns, and returns its name.
  mutating func constant(_ wish: String, _ numbers: [Float]) -> String {
    let name = name(wish)
    constants.append(ONNX.tensor(name, shape: [numbers.count], numbers))
    return name
  }

  /// Adds one number, and returns its name.
  mutating func constant(_ wish: String, _ number: Float) -> String {
    let name = name(wish)
    constants.append(ONNX.tensor(name, shape: [], [number]))
    return name
  }

  /// Adds a row of truth values, and returns its name.
  mutating func constant(_ wish: String, _ flags: [Bool]) -> String {
    let name = name(wish)
    constants.append(ONNX.tensor(name, flags))
    return name
  }

  /// Adds a row of whole numbers, and returns its name.
  mutating func constant(_ wish: String, _ numbers: [Int64]) -> String {
    let name = name(wish)
    constants.append(ONNX.tensor(name, numbers))
    return name
  }

  /// Adds a row of texts, and returns its name.
  mutating func constant(_ wish: String, _ texts: [String]) -> String {
    let name = name(wish)
    constants.append(ONNX.tensor(name, texts))
    return name
  }

  /// The name of a parameter as a constant: a weight has its two dimensions, everything else is a row.
  mutating func parameter(_ parameter: String, of graph: LayerGraph) -> String {
    if let name = parameters[parameter] { return name }
    // `ModelContents` has seen to it that there are numbers.
    let matrix = graph.parameters[parameter] ?? Matrix(rows: 0, columns: 0)
    let name = name(parameter)
    let isWeight = graph.roles[parameter] == .weight
    constants.append(
      ONNX.tensor(
        name, shape: isWeight ? [matrix.rows, matrix.columns] : [matrix.columns], matrix.elements))
    parameters[parameter] = name
    return name
  }
}

extension ModelOutput {
  /// The names of the outputs in ONNX, the one that is a node's value last.
  var names: [String] {
    switch self {
    case .probabilities: ["label", "probabilities"]
    case .codes: ["codes"]
    case .score: ["score", "reconstruction"]
    }
  }
}
