public import StrataDatasets
internal import StrataFiles
public import StrataLayerGraph
internal import StrataLinearAlgebra

/// A model as JSON that is easily read: layers in their order with weights and activations, what is done to raw
/// numbers before, the classes.
///
/// `docs/formats.md` has the keys, and the lines of Python that predict with them.
public struct JSONModel: Sendable {
  /// The file: text in UTF-8.
  public let bytes: [UInt8]

  /// A file of a model.
  ///
  /// - Parameters:
  ///   - graph: of which only what the output depends on is written; noise and dropout are left out.
  ///   - encoding: what makes the graph's inputs of raw numbers; as many columns as the graph reads.
  ///   - classNames: a name for each class; nil, or 0 … K − 1, where numbers will do.
  ///   - output: what the last layer computes; of a score, the reconstruction.
  ///   - metadata: remarks that the file carries along.
  /// - Throws: `InputError` when graph, encoding and names do not go together, or when the graph is more than a
  ///   chain of dense layers; `GraphError` when the output is not there.
  public init(
    graph: LayerGraph, encoding: Encoding, classNames: [String]? = nil, output: ModelOutput,
    metadata: [String: String] = [:]
  ) throws {
    let contents = try ModelContents(
      graph: graph, encoding: encoding, classNames: classNames, output: output, metadata: metadata)
    let chain = try LayerChain(contents)
    let head = try StrictJSON.encode(Head(contents), at: "model.json")
    var text = Array("{\"format\":\"\(ModelFormat.name)\",\"version\":\(ModelFormat.version),\n".utf8)
    text += head.dropFirst().dropLast()
    text += Array(",\n\"layers\":[".utf8)
    for (index, layer) in chain.layers.enumerated() {
      text += Array((index == 0 ? "\n" : ",\n").utf8)
      try layer.write(to: &text)
    }
    bytes = text + Array("\n]}\n".utf8)
  }

  /// Everything but the layers.
  private struct Head: Encodable {
    /// The smallest and the largest encoded number.
    let bounds: [Double]
    /// The classes as numbers, or as words; absent where the output is none of classes.
    let classes: ClassLabels?
    let encoding: Encoding
    let metadata: [String: String]
    let offset: [Double]
    let output: String
    let scale: [Double]

    init(_ contents: ModelContents) {
      classes = contents.classes
      encoding = contents.encoding
      metadata = contents.metadata
      (offset, scale) = contents.encoding.affine
      bounds = contents.encoding.bounds.ends
      output = contents.output.title
    }
  }
}

extension ClassLabels: Encodable {
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .numbers(let numbers): try container.encode(numbers)
    case .words(let words): try container.encode(words)
    }
  }
}

extension LayerChain.Layer {
  /// Writes a layer, a row of its weight to a line; numbers have the fewest digits that tell them from all others.
  ///
  /// Written by hand: millions of numbers as objects of an encoder would take a hundred times their memory.
  fileprivate func write(to text: inout [UInt8]) throws(InputError) {
    let name = String(decoding: try StrictJSON.encode(name, at: "model.json"), as: UTF8.self)
    text += "{\"name\":\(name),\"activation\":\"\(activation)\",\"bias\":[".utf8
    text.append(numbers: bias[...])
    text += "],\"weight\":[".utf8
    for row in 0..<weight.rows {
      text += (row == 0 ? "\n[" : ",\n[").utf8
      text.append(numbers: weight.row(row))
      text.append(UInt8(ascii: "]"))
    }
    text += "]}".utf8
  }
}

extension [UInt8] {
  /// Appends numbers with commas between them. They are finite: `ModelContents` has looked.
  fileprivate mutating func append(numbers: ArraySlice<Float>) {
    for (index, number) in numbers.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      self += "\(number)".utf8
    }
  }
}
