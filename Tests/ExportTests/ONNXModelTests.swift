import Foundation
import StrataDatasets
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

@testable import StrataExport

struct ONNXModelTests {
  /// The graph of a file, and its constants' names.
  private func graph(of example: ExportCase) throws -> ProtobufReader {
    try Self.graph(
      of: ONNXModel(
        graph: example.graph(), encoding: example.encoding, classNames: example.classNames,
        output: example.output))
  }

  private static func graph(of model: ONNXModel) throws -> ProtobufReader {
    try #require(try ProtobufReader(model.bytes).messages(7).first)
  }

  /// The smallest model that says something: two inputs, two units, two classes with names.
  static func golden() throws -> (graph: LayerGraph, encoding: Encoding) {
    var table = ParameterTable()
    table["encoder.0.weight"] = Matrix([[0.5, -1], [2, 0.25]])
    table["encoder.0.bias"] = Matrix([[0.125, -0.5]])
    table["decoder.0.bias"] = Matrix([[1, -1]])
    table["head.weight"] = Matrix([[1, 0], [0, 1]])
    table["head.bias"] = Matrix([[0, 0.5]])
    let graph = try LayerGraph(
      nodes: [
        Node("input", .input(width: 2)),
        Node("corruption.0", .corruption(.masking(0.25)), inputs: ["input"]),
        Node(
          "encoder.0", .dense(weight: "encoder.0.weight", bias: "encoder.0.bias", transposed: false),
          inputs: ["corruption.0"]),
        Node("code.0", .activation(function: .sigmoid), inputs: ["encoder.0"]),
        Node(
          "decoder.0", .dense(weight: "encoder.0.weight", bias: "decoder.0.bias", transposed: true),
          inputs: ["code.0"]),
        Node("reconstruction.0", .activation(function: .linear), inputs: ["decoder.0"]),
        Node("head", .dense(weight: "head.weight", bias: "head.bias", transposed: false), inputs: ["code.0"]),
        Node("probability", .softmax, inputs: ["head"]),
      ], parameters: table)
    let layout = Layout.columns(count: 2, names: ["height", "weight"])
    return (graph, Encoding(layout: layout, scaling: .standard(mean: [170, 70], deviation: [10, 0])))
  }

  @Test(arguments: ["probabilities", "score"]) func theGoldenFileIsWrittenByteForByte(name: String) throws {
    let (graph, encoding) = try Self.golden()
    let model = try ONNXModel(
      graph: graph, encoding: encoding, classNames: name == "score" ? nil : ["no", "yes"],
      output: name == "score" ? .score : .probabilities, metadata: ["origin": "Strata's tests", "b": "2"])
    try expectGolden(model.bytes, "\(name).onnx")
  }

  /// Classes whose names are numbers are numbers in the file, whichever; 007 is none.
  @Test(arguments: [["3", "5"], ["-1", "700"], ["0", "1"], ["07", "1"], ["ash", "1"]])
  func numbersAreLabelsAsNumbers(names: [String]) throws {
    let (graph, encoding) = try Self.golden()
    let areNumbers = names.allSatisfy { Int($0).map(String.init) == $0 }
    let json = try JSONModel(graph: graph, encoding: encoding, classNames: names, output: .probabilities)
    let text = String(decoding: json.bytes, as: UTF8.self)
    let list = names.map { areNumbers ? $0 : "\"\($0)\"" }.joined(separator: ",")
    #expect(text.contains("\"classes\":[\(list)]"))
    let model = try ONNXModel(graph: graph, encoding: encoding, classNames: names, output: .probabilities)
    let label = try #require(try Self.graph(of: model).messages(12).first)
    guard case .varint(let type)? = try label.messages(2)[0].messages(1)[0][1].first else {
      Issue.record("no type of the elements")
      return
    }
    #expect(type == (areNumbers ? 7 : 8))
  }

  @Test func namesAreThoseOfTheGraph() throws {
    let graph = try graph(of: ExportCase(layers: 2))
    let nodes = try graph.messages(1)
    #expect(
      nodes.flatMap { $0.texts(4) } == [
        "Mul", "Gemm", "Sigmoid", "Gemm", "Sigmoid", "Gemm", "Softmax", "ArgMax",
      ])
    #expect(
      nodes.flatMap { $0.texts(2) }
        == ["input", "encoder.0", "code.0", "encoder.1", "code.1", "head", "probabilities", "label"])
    #expect(nodes.flatMap { $0.texts(3) } == nodes.flatMap { $0.texts(2) })
    #expect(try graph.messages(11).flatMap { $0.texts(1) } == ["X"])
    #expect(try graph.messages(12).flatMap { $0.texts(1) } == ["label", "probabilities"])
    #expect(
      try graph.messages(5).flatMap { $0.texts(8) } == [
        "encoding.scale", "encoder.0.weight", "encoder.0.bias", "encoder.1.weight", "encoder.1.bias",
        "head.weight", "head.bias",
      ])
  }

  @Test func aTiedWeightIsThereOnce() throws {
    for isTied in [true, false] {
      let graph = try graph(of: ExportCase(isTied: isTied, layers: 2, target: .score))
      let weights = try graph.messages(5).flatMap { $0.texts(8) }.filter { $0.hasSuffix(".weight") }
      #expect(
        weights == ["encoder.0.weight", "encoder.1.weight"]
          + (isTied ? [] : ["decoder.1.weight", "decoder.0.weight"]))
    }
  }

  /// Every name is written by one thing only, and read after it is written.
  @Test func everyValueHasOneSource() throws {
    let models = try ExportCase.all.filter { $0.scaling == .range || $0.layers == 1 }.map(graph)
    let unusual = try ONNXModel(
      graph: .unusual(), encoding: ExportCase().encoding, classNames: ExportCase.names, output: .probabilities
    )
    for graph in try models + [Self.graph(of: unusual)] {
      let nodes = try graph.messages(1)
      var known = try graph.messages(11).flatMap { $0.texts(1) } + graph.messages(5).flatMap { $0.texts(8) }
      for node in nodes {
        #expect(Set(node.texts(1)).isSubset(of: known))
        known += node.texts(2)
      }
      #expect(Set(known).count == known.count)
      #expect(try Set(graph.messages(12).flatMap { $0.texts(1) }).isSubset(of: known))
    }
  }

  @Test func namesThatAreNumbersNeedNoTexts() throws {
    let example = ExportCase()
    func bytes(_ names: [String]?) throws -> [UInt8] {
      try ONNXModel(
        graph: example.graph(), encoding: example.encoding, classNames: names, output: .probabilities
      ).bytes
    }
    #expect(try bytes(["0", "1", "2", "3"]) == bytes(nil))
    #expect(try bytes(["1", "2", "3", "4"]) != bytes(nil))
  }

  @Test func equalModelsGiveEqualBytes() throws {
    let example = ExportCase(hasWords: true)
    let metadata = Dictionary(uniqueKeysWithValues: (0..<50).map { ("key \($0)", "\($0)") })
    func bytes() throws -> [UInt8] {
      try ONNXModel(
        graph: example.graph(), encoding: example.encoding, classNames: example.classNames,
        output: .probabilities, metadata: metadata
      ).bytes
    }
    #expect(try bytes() == bytes())
  }
}

/// Compares with a fixture; where STRATA_GOLDEN names a folder, what was found is written there.
func expectGolden(_ bytes: [UInt8], _ name: String) throws {
  if let folder = ProcessInfo.processInfo.environment["STRATA_GOLDEN"] {
    try Data(bytes).write(to: URL(filePath: folder).appending(path: name))
  }
  #expect(try Data(bytes) == Data(contentsOf: fixture(name)), "\(name)")
}
