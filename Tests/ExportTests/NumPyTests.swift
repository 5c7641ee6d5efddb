import Foundation
import StrataDatasets
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataTestSupport
import Testing

@testable import StrataExport

struct NumPyTests {
  @Test func theGoldenFilesAreWrittenByteForByte() throws {
    let (graph, encoding) = try ONNXModelTests.golden()
    let json = try JSONModel(
      graph: graph, encoding: encoding, classNames: ["no", "yes"], output: .probabilities,
      metadata: ["b": "2"])
    try expectGolden(json.bytes, "probabilities.json")
    let npz = try NPZModel(graph: graph, encoding: encoding, output: .score, metadata: ["b": "2"])
    try expectGolden(npz.bytes, "score.npz")
  }

  /// JSON that every reader takes: read by Foundation's, with the same numbers.
  @Test func numbersInJSONAreTheSame() throws {
    struct Layer: Decodable {
      let name: String
      let activation: String
      let bias: [Float]
      let weight: [[Float]]
    }
    struct Model: Decodable {
      let version: Int
      let layers: [Layer]
      let encoding: Encoding
    }
    for example in ExportCase.all where example.target == .score && example.scaling == .range {
      let graph = try example.graph()
      let bytes = try JSONModel(graph: graph, encoding: example.encoding, output: .score).bytes
      let model = try JSONDecoder().decode(Model.self, from: Data(bytes))
      #expect(model.encoding == example.encoding)
      let up = (0..<example.layers).map { "encoder.\($0)" }
      let down = (0..<example.layers).reversed().map { "decoder.\($0)" }
      #expect(model.layers.map(\.name) == up + down)
      #expect(model.layers.allSatisfy { $0.activation == example.activation.rawValue })
      for layer in model.layers {
        #expect(layer.bias == graph.parameters["\(layer.name).bias"]?.elements)
        guard case .dense(let name, _, let isTransposed)? = graph[layer.name]?.operation else { continue }
        let weight = try #require(graph.parameters[name])
        #expect(
          layer.weight
            == (isTransposed
              ? (0..<weight.columns).map { weight.column($0) }
              : (0..<weight.rows).map { Array(weight.row($0)) }))
      }
    }
  }

  @Test func extremeNumbersAreReadAsTheyAre() throws {
    let (graph, encoding) = try ONNXModelTests.golden()
    let extremes: [Float] = [
      .greatestFiniteMagnitude, .leastNonzeroMagnitude, -0.0, 0.1,
    ]
    var table = graph.parameters
    table["head.weight"] = Matrix(rows: 2, columns: 2, extremes)
    let bytes = try JSONModel(
      graph: graph.replacing(parameters: table), encoding: encoding, output: .probabilities
    ).bytes
    let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let layers = try #require(object["layers"] as? [[String: Any]])
    let weight = try #require(layers[1]["weight"] as? [[Double]])
    #expect(weight.flatMap { $0.map { Float($0).bitPattern } } == extremes.map(\.bitPattern))
  }

  @Test(.enabled(if: run("unzip", "-v").status == 0, "needs unzip"))
  func anotherProgramTestsTheArchive() throws {
    let folder = try TemporaryFolder()
    let example = ExportCase(layers: 3)
    let bytes = try NPZModel(graph: example.graph(), encoding: example.encoding, output: .probabilities).bytes
    let (status, text) = run("unzip", "-t", try folder.write(bytes, to: "model.npz"))
    #expect(status == 0, "\(text)")
    #expect(text.contains("No errors detected"), "\(text)")
  }
}
