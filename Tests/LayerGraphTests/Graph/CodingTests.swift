import Foundation
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// What a checkpoint keeps of a graph beside the numbers.
struct CodingTests {
  @Test(arguments: GradientCase.all)
  func anArchitectureComesBackFromJSON(_ gradientCase: GradientCase) throws {
    let graph = try gradientCase.graph(1)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(graph.architecture)
    let decoded = try JSONDecoder().decode(LayerGraph.Architecture.self, from: data)
    #expect(decoded == graph.architecture)
    #expect(try encoder.encode(decoded) == data)
    let parameters = graph.parameters.names.reduce(into: [:]) { $0[$1] = graph.parameters[$1] }
    #expect(try LayerGraph(decoded, parameters: parameters) == graph)
  }

  /// What was written before there were levels that change, emphasis, penalties and sums is read, and what
  /// has none of them is written as it was.
  @Test func olderArchitecturesAreRead() throws {
    let text =
      #"{"frozen":["weight"],"nodes":["#
      + #"{"inputs":[],"name":"input","operation":{"input":{"width":19}}},"#
      + #"{"inputs":["input"],"name":"corruption","operation":{"corruption":{"_0":{"kind":"masking","#
      + #""level":0.25}}}},"#
      + #"{"inputs":["corruption"],"name":"encoder","operation":{"dense":{"bias":"encoder.bias","#
      + #""transposed":false,"weight":"weight"}}},"#
      + #"{"inputs":["encoder"],"name":"code","operation":{"activation":{"function":"sigmoid"}}},"#
      + #"{"inputs":["code"],"name":"decoder","operation":{"dense":{"bias":"decoder.bias","#
      + #""transposed":true,"weight":"weight"}}},"#
      + #"{"inputs":["decoder"],"name":"reconstruction","operation":{"activation":{"function":"sigmoid"}}},"#
      + #"{"inputs":["decoder","input"],"name":"loss","operation":{"loss":{"_0":"cross-entropy"}}}],"#
      + #""parameters":["weight","encoder.bias","decoder.bias"]}"#
    let decoded = try JSONDecoder().decode(LayerGraph.Architecture.self, from: Data(text.utf8))
    let graph = try SmallGraphs.autoencoder(corruption: .masking(0.25))
    #expect(
      try decoded
        == LayerGraph(nodes: graph.nodes, parameters: graph.parameters, frozen: ["weight"]).architecture)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(decoded), as: UTF8.self) == text)
  }

  @Test func aMissingTensorIsNamed() throws {
    let graph = try SmallGraphs.classifier()
    let error = #expect(throws: GraphError.self) {
      try LayerGraph(
        graph.architecture,
        parameters: [
          "encoder.weight": Matrix(rows: 19, columns: 18), "encoder.bias": Matrix(rows: 1, columns: 18),
        ])
    }
    #expect(error?.description == "head uses the parameter head.weight, which is not in the table")
  }
}

struct ParameterTableTests {
  @Test func namesKeepTheOrderInWhichTheyCame() {
    var table = ParameterTable()
    table["b"] = Matrix(rows: 2, columns: 3)
    table["a"] = Matrix(rows: 1, columns: 1)
    table["b"] = Matrix(rows: 3, columns: 3)
    #expect(table.names == ["b", "a"] && table.count == 10)
    table["b"] = nil
    #expect(table.names == ["a"] && table.count == 1 && table["b"] == nil)
    table["c"] = nil
    #expect(table.names == ["a"])
  }
}
