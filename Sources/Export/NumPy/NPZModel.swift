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
  ///   chain of dense layers, or when the file would have 4 GiB or more; `GraphError` when the output is not there.
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
    var zip = StoredZip()
    func add(_ name: String, _ array: NPYBytes) throws(InputError) {
      try zip.add("\(name).npy", array.bytes)
    }
    try add("format", NPYBytes(ModelFormat.name))
    try add("version", NPYBytes(ModelFormat.version))
    try add("output", NPYBytes(output.title))
    try add("encoding", NPYBytes(json(encoding)))
    try add("metadata", NPYBytes(json(metadata)))
    try add("offset", NPYBytes(offset))
    try add("scale", NPYBytes(scale))
    try add("bounds", NPYBytes(encoding.bounds.ends))
    if output == .probabilities {
      try add(
        "classes", contents.classNames.map { NPYBytes($0) } ?? NPYBytes(Array(0..<contents.classes)))
    }
    try add("layers", NPYBytes(chain.layers.map(\.name)))
    try add("activations", NPYBytes(chain.layers.map(\.activation)))
    for (index, layer) in chain.layers.enumerated() {
      try add("weight.\(index)", NPYBytes(layer.weight))
      try add("bias.\(index)", NPYBytes(layer.bias))
    }
    bytes = try zip.finished()
  }
}
