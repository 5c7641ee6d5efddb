public import StrataDatasets
internal import StrataFiles
public import StrataLayerGraph

/// A model as a file of ONNX (https://onnx.ai), which reads raw numbers: the encoding is part of it.
///
/// ```swift
/// let model = try ONNXModel(
///   graph: classifier.graph, encoding: encoding, classNames: nil, output: .probabilities)
/// try Data(model.bytes).write(to: file)
/// ```
///
/// The input is `X`, Float32, N × columns. The outputs are `label` (N: Int64, or text where classes have names) and
/// `probabilities` (N × classes), or `codes` (N × units), or `score` (N) and `reconstruction` (N × columns, encoded).
/// The names are those of scikit-learn's converter.
public struct ONNXModel: Sendable {
  /// The file.
  public let bytes: [UInt8]

  /// The version of ONNX's operators that are used.
  static let operators = 17
  /// The version of the file's format that goes with them.
  static let format = 8
  /// The largest file, in bytes: readers of Protocol Buffers take no larger one.
  static let largestSize = Int(Int32.max)

  /// A file of a model.
  ///
  /// - Parameters:
  ///   - graph: of which only what the output depends on is written; noise and dropout are left out.
  ///   - encoding: what makes the graph's inputs of raw numbers; as many columns as the graph reads.
  ///   - classNames: a name for each class; nil, or 0 … K − 1, where numbers will do.
  ///   - output: what the model computes.
  ///   - metadata: remarks that the file carries along.
  /// - Throws: `InputError` when graph, encoding and names do not go together, when ONNX has no word for an
  ///   operation, or when the file would have 2 GiB or more; `GraphError` when the output is not there.
  public init(
    graph: LayerGraph, encoding: Encoding, classNames: [String]? = nil, output: ModelOutput,
    metadata: [String: String] = [:]
  ) throws {
    let contents = try ModelContents(
      graph: graph, encoding: encoding, classNames: classNames, output: output, metadata: metadata)
    let message = try ProtobufMessage.model(of: contents)
    try Self.check(size: message.size)
    bytes = message.encoded
  }

  /// Throws when a file of so many bytes could not be read again.
  static func check(size: Int) throws(InputError) {
    guard size <= largestSize else {
      throw InputError(
        .unavailable, at: "ONNX", expected: "a file below 2 GiB, the most that its readers take",
        found: "\(size) bytes", advice: "take a narrower model, or write it for NumPy")
    }
  }
}

extension ProtobufMessage {
  /// `ModelProto`.
  static func model(of contents: ModelContents) throws -> ProtobufMessage {
    var graph = ONNXGraph(contents)
    try graph.add(contents)
    let operators = ProtobufMessage([Field(2, .integer(ONNXModel.operators))])
    let metadata = contents.metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return ProtobufMessage(
      [
        Field(1, .integer(ONNXModel.format)), Field(2, .text("Strata")), Field(7, .message(graph.message)),
        Field(8, .message(operators)),
      ]
        + metadata.map { key, value in
          Field(14, .message(ProtobufMessage([Field(1, .text(key)), Field(2, .text(value))])))
        })
  }
}
