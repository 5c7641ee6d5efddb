/// The messages of onnx.proto that a graph is made of.
///
/// The numbers are those of the fields there: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
enum ONNX {
  typealias Field = ProtobufMessage.Field

  /// `TensorProto.DataType`.
  enum ElementType: Int {
    case float32 = 1
    case int64 = 7
    case text = 8
    case boolean = 9
  }

  /// An attribute of a node.
  enum Attribute {
    case integer(String, Int)
    case integers(String, [Int])

    /// `AttributeProto`; its type is one of `AttributeProto.AttributeType`.
    var message: ProtobufMessage {
      switch self {
      case .integer(let name, let value):
        ProtobufMessage([Field(1, .text(name)), Field(3, .integer(value)), Field(20, .integer(2))])
      case .integers(let name, let values):
        ProtobufMessage(
          [Field(1, .text(name))] + values.map { Field(8, .integer($0)) } + [Field(20, .integer(7))])
      }
    }
  }

  /// `NodeProto`: an operator that reads values by name and writes one, after which the node is named too.
  static func node(
    _ type: String, _ inputs: [String], to output: String, _ attributes: [Attribute]
  ) -> ProtobufMessage {
    ProtobufMessage(
      inputs.map { Field(1, .text($0)) } + [Field(2, .text(output)), Field(3, .text(output))]
        + [Field(4, .text(type))] + attributes.map { Field(5, .message($0.message)) })
  }

  /// `TensorProto`: numbers, row after row.
  static func tensor(_ name: String, shape: [Int], _ numbers: [Float]) -> ProtobufMessage {
    tensor(name, shape: shape, .float32, content: [], raw: .floats(numbers))
  }

  /// `TensorProto`: a row of truth values.
  static func tensor(_ name: String, _ flags: [Bool]) -> ProtobufMessage {
    tensor(name, shape: [flags.count], .boolean, content: [], raw: .bytes(flags.map { $0 ? 1 : 0 }))
  }

  /// `TensorProto`: a row of whole numbers.
  static func tensor(_ name: String, _ numbers: [Int64]) -> ProtobufMessage {
    let bytes = numbers.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
    return tensor(name, shape: [numbers.count], .int64, content: [], raw: .bytes(bytes))
  }

  /// `TensorProto`: a row of texts.
  static func tensor(_ name: String, _ texts: [String]) -> ProtobufMessage {
    tensor(name, shape: [texts.count], .text, content: texts.map { Field(6, .text($0)) }, raw: nil)
  }

  private static func tensor(
    _ name: String, shape: [Int], _ type: ElementType, content: [Field], raw: ProtobufMessage.Value?
  ) -> ProtobufMessage {
    ProtobufMessage(
      shape.map { Field(1, .integer($0)) } + [Field(2, .integer(type.rawValue))] + content
        + [Field(8, .text(name))] + (raw.map { [Field(9, $0)] } ?? []))
  }

  /// `ValueInfoProto`: an input or output of the graph, of N rows, and of some columns unless it is a row of values.
  static func value(_ name: String, _ type: ElementType, columns: Int?) -> ProtobufMessage {
    let rows = ProtobufMessage([Field(2, .text("N"))])
    let dimensions = [rows] + (columns.map { [ProtobufMessage([Field(1, .integer($0))])] } ?? [])
    let shape = ProtobufMessage(dimensions.map { Field(1, .message($0)) })
    let tensor = ProtobufMessage([Field(1, .integer(type.rawValue)), Field(2, .message(shape))])
    return ProtobufMessage([
      Field(1, .text(name)), Field(2, .message(ProtobufMessage([Field(1, .message(tensor))]))),
    ])
  }
}
