import Foundation
import StrataDatasets
import StrataExport
import StrataLayerGraph
import StrataLinearAlgebra
import StrataTestSupport

@testable import StrataExport

extension ExportCase {
  /// Writes the model in all formats, raw rows, and what they come to here, into a folder of the case's name.
  func write(into folder: URL) throws {
    let graph = try graph()
    try graph.write(
      encoding: encoding, classNames: classNames, output: output, raw: raw(rows: 37),
      into: folder.appending(path: description), isChain: true)
  }
}

extension LayerGraph {
  /// Writes a model, raw rows and expected values; for NumPy only what is a chain of layers.
  func write(
    encoding: Encoding, classNames: [String]?, output: ModelOutput, raw: Matrix, into folder: URL,
    isChain: Bool
  ) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func write(_ bytes: [UInt8], _ name: String) throws {
      try Data(bytes).write(to: folder.appending(path: name))
    }
    let remarks = ["seed": "1", "from": "a test"]
    try write(
      ONNXModel(graph: self, encoding: encoding, classNames: classNames, output: output, metadata: remarks)
        .bytes,
      "model.onnx")
    if isChain {
      try write(
        JSONModel(graph: self, encoding: encoding, classNames: classNames, output: output, metadata: remarks)
          .bytes, "model.json")
      try write(
        NPZModel(graph: self, encoding: encoding, classNames: classNames, output: output, metadata: remarks)
          .bytes, "model.npz")
    }
    try write(NPYArray(raw).encoded, "x.npy")
    let encoded = encoding.applied(to: raw)
    let execution = Execution(threads: 1)
    switch output {
    case .probabilities:
      let probabilities = try values(of: "probability", for: encoded, execution: execution)
      let scores = try values(of: "head", for: encoded, execution: execution)
      let classes = (0..<scores.rows).map { row in
        scores.row(row).enumerated().max { $0.element < $1.element }?.offset ?? 0
      }
      try write(NPYArray(probabilities).encoded, "expected.npy")
      let labels =
        classNames.map { names in NPYArray(classes.map { names[$0] }, shape: [classes.count]) }
        ?? NPYArray(classes.map { Int64($0) }, shape: [classes.count])
      try write(labels.encoded, "label.npy")
    case .codes(let node):
      try write(NPYArray(values(of: node, for: encoded, execution: execution)).encoded, "expected.npy")
    case .score:
      let reconstruction = try reconstructing().values(
        of: "reconstruction", for: encoded, execution: execution)
      // What the encoding cuts counts in a score.
      let given =
        try encoding.features(of: .numbers(raw), at: "raw").uncut?.matrix ?? encoded
      let scores = (0..<raw.rows).map { row in
        zip(given.row(row), reconstruction.row(row)).reduce(0 as Float) {
          $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / Float(raw.columns)
        }
      }
      try write(NPYArray(reconstruction).encoded, "expected.npy")
      try write(NPYArray(scores, shape: [scores.count]).encoded, "score.npy")
    }
  }

  /// A graph with everything else that inference can meet, and with names that the file has a use of its own for.
  static func unusual() throws -> LayerGraph {
    var table = ParameterTable()
    for (name, rows, columns) in [
      ("encoding.scale", 12, 6), ("gate.weight", 12, 6), ("gain", 1, 6), ("shift", 1, 6), ("mean", 1, 12),
      ("deviation", 1, 12), ("head.weight", 6, 4), ("X", 1, 4),
    ] { table[name] = Matrix(rows: rows, columns: columns) }
    let nodes = [
      Node("input", .input(width: 12)),
      Node("standard", .standardization(mean: "mean", deviation: "deviation"), inputs: ["input"]),
      Node("noise", .corruption(.gaussian(0.1)), inputs: ["standard"]),
      Node("X", .dense(weight: "encoding.scale", bias: nil, transposed: false), inputs: ["noise"]),
      Node("label", .scaleAndShift(gain: "gain", bias: "shift"), inputs: ["X"]),
      Node("codes", .activation(function: .tanh), inputs: ["label"]),
      Node("gate", .dense(weight: "gate.weight", bias: nil, transposed: false), inputs: ["noise"]),
      Node("open", .activation(function: .sigmoid), inputs: ["gate"]),
      Node("gated", .product, inputs: ["codes", "open"]),
      Node("dropped", .dropout(rate: 0.5), inputs: ["gated"]),
      Node("head", .dense(weight: "head.weight", bias: "X", transposed: false), inputs: ["dropped"]),
      Node("probability", .softmax, inputs: ["head"]),
    ]
    return try LayerGraph(nodes: nodes, parameters: table).randomized(seed: 3)
  }
}
