public import StrataDatasets
internal import StrataFiles
public import StrataLayerGraph
internal import StrataLinearAlgebra

/// A model as arrays for `numpy.load`: weights, biases and activations in their order, what is done to raw numbers
/// before, the classes.
///
/// `docs/formats.md` has the arrays' names, and the lines of Python that predict with them.
public struct NPZModel: Sendable {
  /// The file.
  public let bytes: [UInt8]

  /// A file of a model.
  ///
  /// - Parameters:
  ///   - graph: of which only what the output depends on is written; noise and dropout are left out.
  ///   - encoding: what makes the graph's inputs of raw numbers; as many columns as the graph reads.
  ///   - classNames: a name for each class; nil, or 0 … K − 1, where numbers will do.
  ///   - output: what the last layer computes; of a score, the reconstruction.
  ///   - metadata: remarks that the file carries along.
  /// - Throws: `InputError` when graph, encoding and names do not go together, when the graph is more than a
  ///   chain of dense layers, when the file would have 4 GiB or more, or when this build has no zlib; `GraphError` when the output is not there.
  public init(
    graph: LayerGraph, encoding: Encoding, classNames: [String]? = nil, output: ModelOutput,
    metadata: [String: String] = [:]
  ) throws {
    let contents = try ModelContents(
      graph: graph, encoding: encoding, classNames: classNames, output: output, metadata: metadata)
    let chain = try LayerChain(contents)
    func json(_ value: some Encodable) throws(InputError) -> String {
      String(decoding: try StrictJSON.encode(value, at: "model.npz"), as: UTF8.self)
    }
    let (offset, scale) = encoding.affine
    func list(_ texts: [String]) -> NPYArray { NPYArray(texts, shape: [texts.count]) }
    func row(_ numbers: [Double]) -> NPYArray { NPYArray(numbers, shape: [numbers.count]) }
    func one(_ text: String) -> NPYArray { NPYArray([text], shape: []) }
    var arrays = [
      ("format", one(ModelFormat.name)), ("version", NPYArray([Int64(ModelFormat.version)], shape: [])),
      ("output", one(output.title)), ("encoding", one(try json(encoding))),
      ("metadata", one(try json(metadata))),
      ("offset", row(offset)), ("scale", row(scale)), ("bounds", row(encoding.bounds.ends)),
    ]
    switch contents.classes {
    case .numbers(let numbers): arrays.append(("classes", NPYArray(numbers, shape: [numbers.count])))
    case .words(let words): arrays.append(("classes", list(words)))
    case nil: break
    }
    arrays += [
      ("layers", list(chain.layers.map(\.name))), ("activations", list(chain.layers.map(\.activation))),
    ]
    for (index, layer) in chain.layers.enumerated() {
      arrays += [
        ("weight.\(index)", NPYArray(layer.weight)),
        ("bias.\(index)", NPYArray(layer.bias, shape: [layer.bias.count])),
      ]
    }
    bytes = try NPZArchive.encoded(arrays.map { (name: $0.0, array: $0.1) })
  }
}
