internal import StrataClassifiers
public import StrataExport
internal import StrataFiles
internal import StrataLayerGraph

/// The files that a model is written as for other programs.
public enum ExportFormat: String, Sendable, CaseIterable {
  /// Open Neural Network Exchange, operators of version 17: for onnxruntime and others.
  case onnx
  /// Text, for any program.
  case json
  /// Arrays for NumPy.
  case npz
}

extension Model {
  /// The model as a file for other programs: it reads raw numbers, since the encoding is part of it.
  ///
  /// ```swift
  /// try Data(model.exported(as: .onnx)).write(to: URL(filePath: "model.onnx"))
  /// ```
  ///
  /// - Parameters:
  ///   - format: which kind of file.
  ///   - output: what it computes; nil for probabilities of a classifier, the last codes of a stack.
  /// - Throws: `InputError` when the model has no such output, or the format no word for an operation.
  public func exported(as format: ExportFormat, output: ModelOutput? = nil) throws -> [UInt8] {
    let output = try output ?? (classifier == nil ? .codes(node: lastCode()) : .probabilities)
    let graph =
      switch output {
      case .probabilities: try probabilisticGraph()
      case .codes(let node): try graph(holding: node)
      case .score: try requireStack()
      }
    let names = output == .probabilities ? classNames : nil
    return switch format {
    case .onnx:
      try ONNXModel(
        graph: graph, encoding: encoding, classNames: names, output: output, metadata: provenance.remarks
      ).bytes
    case .json:
      try JSONModel(
        graph: graph, encoding: encoding, classNames: names, output: output, metadata: provenance.remarks
      ).bytes
    case .npz:
      try NPZModel(
        graph: graph, encoding: encoding, classNames: names, output: output, metadata: provenance.remarks
      ).bytes
    }
  }

  /// The classifier's graph; a support vector machine's, whose margins are no probabilities, is refused.
  private func probabilisticGraph() throws(InputError) -> LayerGraph {
    let classifier = try requireClassifier()
    if classifier.hasProbabilities { return classifier.graph }
    throw InputError(
      .unavailable, at: "model", expected: "a model with probabilities",
      found: "a support vector machine, which has margins",
      advice: "write the values of its node head: the highest wins")
  }

  /// The graph that codes are read from, which has such a node.
  private func graph(holding node: String) throws -> LayerGraph {
    let graph = try classifier?.graph ?? requireStack()
    _ = try requireNode(node, of: graph)
    return graph
  }

  private func lastCode() throws(InputError) -> String {
    if let name = codeNames.last { return name }
    throw InputError(
      .missingInput, at: "model", expected: "a network with codes", found: "one without",
      advice: "choose another output")
  }
}

extension Model.Provenance {
  /// What an exported file says of where it is from.
  fileprivate var remarks: [String: String] {
    var remarks: [String: String] = [:]
    remarks["dataset"] = dataset
    remarks["dataset_sha256"] = datasetHash
    remarks["seed"] = seed.map { String($0) }
    return remarks
  }
}
