import StrataDatasets
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

@testable import StrataExport

/// What cannot be exported, and what the error says.
struct RefusalTests {
  private let example = ExportCase()

  /// The error of all three formats, which is one.
  private func refusal(
    _ graph: LayerGraph? = nil, _ encoding: Encoding? = nil, names: [String]? = nil,
    _ output: ModelOutput = .probabilities
  ) throws -> String {
    let graph = try graph ?? example.graph()
    let encoding = encoding ?? example.encoding
    let errors: [String] = [
      { _ = try ONNXModel(graph: graph, encoding: encoding, classNames: names, output: output) },
      { _ = try JSONModel(graph: graph, encoding: encoding, classNames: names, output: output) },
      { _ = try NPZModel(graph: graph, encoding: encoding, classNames: names, output: output) },
    ].map { body in
      do {
        try body()
        return "no error"
      } catch { return "\(error)" }
    }
    #expect(Set(errors).count == 1)
    return errors[0]
  }

  @Test func namesOfAnotherNumberOfClasses() throws {
    #expect(
      try refusal(names: ["yes", "no"])
        == "names of classes: expected 4, as many as the model tells apart, found 2; give the names that go with "
        + "this model")
  }

  @Test func anEncodingOfOtherColumns() throws {
    #expect(
      try refusal(nil, Encoding(layout: .image(height: 28, width: 28))).hasPrefix(
        "encoding: expected 12 columns, as many as the model reads, found images of 28 × 28; "))
    let few = Encoding(layout: .columns(count: 12, names: nil), scaling: .range(low: [0, 0], high: [1, 1]))
    #expect(try refusal(nil, few).hasPrefix("encoding, low: expected 12 finite numbers, found 2; "))
    let infinite = Encoding(
      layout: .columns(count: 12, names: nil),
      scaling: .standard(
        mean: Array(repeating: 0, count: 12), deviation: Array(repeating: .infinity, count: 12)))
    #expect(
      try refusal(nil, infinite).hasPrefix(
        "encoding, deviation: expected 12 finite numbers, found one that is not finite; "))
  }

  @Test func aNumberThatIsNone() throws {
    let graph = try example.graph()
    var table = graph.parameters
    table["encoder.1.bias"] = Matrix(rows: 1, columns: 7, repeating: .nan)
    #expect(
      try refusal(graph.replacing(parameters: table)).hasPrefix(
        "encoder.1.bias: expected finite numbers, found one that is not; "))
    // What the output does not depend on is not looked at.
    #expect(try refusal(graph.replacing(parameters: table), .codes(node: "code.0")) == "no error")
  }

  @Test func outputsThatAreNotThere() throws {
    #expect(
      try refusal(nil, nil, .codes(node: "code.7")).hasPrefix("there is no node code.7; there are input, "))
    #expect(
      try refusal(nil, nil, .codes(node: "loss")) == "loss holds no features, so it has no values to hand out"
    )
    #expect(try refusal(nil, nil, .score).hasPrefix("there is no decoder to reconstruct with: "))
    #expect(
      try refusal(ExportCase(target: .codes).graph(), .probabilities).hasPrefix(
        "there is no node probability; "))
  }

  /// Weights of a loss are values of a node, and mean nothing outside of training.
  @Test func anOperationOfTrainingAlone() throws {
    let emphasis = try LayerGraph(
      nodes: [
        Node("input", .input(width: 12)), Node("noise", .corruption(.masking(0.5)), inputs: ["input"]),
        Node("emphasis", .emphasis(Emphasis(corrupted: 1, untouched: 0.5)), inputs: ["noise"]),
        Node("weighted", .activation(function: .tanh), inputs: ["emphasis"]),
      ], parameters: ParameterTable())
    #expect(throws: InputError.self) {
      try ONNXModel(graph: emphasis, encoding: example.encoding, output: .codes(node: "weighted"))
    }
    do {
      _ = try ONNXModel(graph: emphasis, encoding: example.encoding, output: .codes(node: "weighted"))
    } catch {
      #expect(
        "\(error)".hasPrefix("emphasis: expected an operation that has a meaning outside of training, found ")
      )
    }
  }

  @Test func forNumPyWhatIsNoChain() throws {
    let graph = try LayerGraph.unusual()
    for (output, node) in [(ModelOutput.codes(node: "X"), "standard"), (.codes(node: "gated"), "standard")] {
      do {
        _ = try NPZModel(graph: graph, encoding: example.encoding, output: output)
        Issue.record("not refused")
      } catch {
        #expect(
          "\(error)"
            == "\(node): expected a chain of dense layers, each with one activation, found standardization; "
            + "write the model as ONNX, which takes any graph")
      }
    }
  }

  private func refusal(_ graph: LayerGraph, _ output: ModelOutput) throws -> String {
    try refusal(graph, nil, output)
  }
}
