import StrataCheckpoints
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// A graph comes back from a file, whatever stands in it.
struct GraphCheckpointTests {
  /// A graph whose one weight has a name, all of it one number.
  private func dense(_ weight: String, _ value: Float) throws -> LayerGraph {
    var table = ParameterTable()
    table[weight] = Matrix(rows: 3, columns: 2, repeating: value)
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: 3)),
        Node("d", .dense(weight: weight, bias: nil, transposed: false), inputs: ["input"]),
      ], parameters: table)
  }

  /// Weights of one graph never take the place of another's, nor of what the format keeps for itself.
  @Test func namesThatClashAreRefused() throws {
    var checkpoint = try Checkpoint(dense("other/w", 1))
    let error = #expect(throws: InputError.self) { try checkpoint.set(dense("w", 2), prefix: "other") }
    #expect(error?.found.contains("other/w") == true)
    #expect(try checkpoint.graph().parameters["other/w"]?.elements.allSatisfy { $0 == 1 } == true)
    #expect(throws: InputError.self) { try Checkpoint(dense("__metadata__", 1)) }
    // The same graph with other weights takes its own place.
    try checkpoint.set(dense("w", 2), prefix: "third")
    try checkpoint.set(dense("w", 3), prefix: "third")
    #expect(try checkpoint.graph(prefix: "third").parameters["w"]?[0, 0] == 3)
  }

  @Test func everyOperationIsStored() throws {
    var table = ParameterTable()
    table["w"] = Matrix(rows: 3, columns: 2, repeating: 0.5)
    table["b"] = Matrix(rows: 1, columns: 2, repeating: -1)
    let graph = try LayerGraph(
      nodes: [
        Node("input", .input(width: 3)),
        Node("corruption.0.1", .corruption(.swap(0.25).changing(to: 0.125)), inputs: ["input"]),
        Node("corruption.0", .corruption(.gaussian(0.5)), inputs: ["corruption.0.1"]),
        Node(
          "emphasis.0", .emphasis(Emphasis(corrupted: 1, untouched: 0.5)), inputs: ["corruption.0.1"]),
        Node("encoder.0", .dense(weight: "w", bias: "b", transposed: false), inputs: ["corruption.0"]),
        Node("code.0", .activation(function: .sigmoid), inputs: ["encoder.0"]),
        Node("dropout", .dropout(rate: 0.5), inputs: ["code.0"]),
        Node("decoder.0", .dense(weight: "w", bias: nil, transposed: true), inputs: ["dropout"]),
        Node("error.0", .loss(.crossEntropy), inputs: ["decoder.0", "input", "emphasis.0"]),
        Node("contraction.0", .contraction(strength: 0.1), inputs: ["code.0"]),
        Node("sparsity.0", .sparsity(Sparsity(target: 0.05, strength: 3)), inputs: ["code.0"]),
        Node("loss.0", .sum, inputs: ["error.0", "contraction.0", "sparsity.0"]),
        Node("probability", .softmax, inputs: ["code.0"]), Node("labels", .labels(classes: 2)),
        Node("loss", .loss(.multiclassHinge), inputs: ["probability", "labels"]),
      ], parameters: table, frozen: ["b"])
    let folder = try TemporaryFolder()
    try Checkpoint(graph).write(to: folder("graph.safetensors"))
    #expect(try Checkpoint(contentsOf: folder("graph.safetensors")).graph() == graph)
  }
}
