import Foundation
import LayerGraph
import LinearAlgebra
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
