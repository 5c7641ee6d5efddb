import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// Up through all encoders, and down again through all decoders.
struct ReconstructingTests {
  private static let widths = [19, 17, 8, 5]
  private let features = SmallGraphs.features(rows: 30, seed: 1)

  /// A stack as pretraining makes it: k layers with noise, decoders and losses; each has its own activations.
  private func stack(layers: Int, isTied: (Int) -> Bool) throws -> LayerGraph {
    var stack: LayerGraph?
    for k in 0..<layers {
      let layer = try autoencoder(k, isTied: isTied(k))
      stack = try stack.map { try $0.stacking(layer, on: "code.\(k - 1)") } ?? layer
    }
    return try #require(stack)
  }

  private func autoencoder(_ k: Int, isTied: Bool) throws -> LayerGraph {
    let (inputs, units) = (Self.widths[k], Self.widths[k + 1])
    let activations: [Activation] = [.sigmoid, .tanh, .linear, .softplus]
    var shapes = [
      ("encoder.\(k).weight", inputs, units), ("encoder.\(k).bias", 1, units),
      ("decoder.\(k).bias", 1, inputs),
    ]
    if !isTied { shapes.append(("decoder.\(k).weight", units, inputs)) }
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: inputs)),
        Node("corruption.\(k).1", .corruption(.masking(0.25)), inputs: ["input"]),
        Node("corruption.\(k)", .corruption(.gaussian(0.1)), inputs: ["corruption.\(k).1"]),
        Node(
          "encoder.\(k)",
          .dense(weight: "encoder.\(k).weight", bias: "encoder.\(k).bias", transposed: false),
          inputs: ["corruption.\(k)"]),
        Node("code.\(k)", .activation(function: activations[k]), inputs: ["encoder.\(k)"]),
        Node(
          "decoder.\(k)",
          .dense(
            weight: isTied ? "encoder.\(k).weight" : "decoder.\(k).weight", bias: "decoder.\(k).bias",
            transposed: isTied), inputs: ["code.\(k)"]),
        Node("reconstruction.\(k)", .activation(function: activations[k + 1]), inputs: ["decoder.\(k)"]),
        Node("loss.\(k)", .loss(.squaredError), inputs: ["reconstruction.\(k)", "input"]),
      ], parameters: SmallGraphs.parameters(shapes, seed: UInt64(k)))
  }

  @Test func theNodesStandInTheirOrder() throws {
    let unrolled = try stack(layers: 3) { $0 != 1 }.reconstructing()
    #expect(
      unrolled.nodes.map(\.name) == [
        "input", "encoder.0", "code.0", "encoder.1", "code.1", "encoder.2", "code.2", "decoder.2",
        "reconstruction.2", "decoder.1", "reconstruction.1", "decoder.0", "reconstruction",
      ])
    for (node, above) in zip(unrolled.nodes.dropFirst(), unrolled.nodes) {
      #expect(node.inputs == [above.name])
    }
    #expect(try unrolled.output == "reconstruction")
  }

  @Test(arguments: 1...3, 0...7) func itIsLayerAfterLayer(layers: Int, tied: Int) throws {
    let stack = try stack(layers: layers) { tied >> $0 & 1 == 1 }
    let unrolled = try stack.reconstructing()
    for name in unrolled.parameters.names { #expect(unrolled.parameters[name] == stack.parameters[name]) }
    #expect(Set(unrolled.parameters.names) == Set(stack.parameters.names))

    // One decoder after the other, each as a graph of its own.
    var value = try stack.values(of: "code.\(layers - 1)", for: features)
    for k in (0..<layers).reversed() {
      let nodes = ["decoder.\(k)", "reconstruction.\(k)"].compactMap { stack[$0] }
      var table = ParameterTable()
      for name in nodes.flatMap(\.operation.parameters) { table[name] = stack.parameters[name] }
      let code = Node("code.\(k)", .input(width: value.columns))
      value = try LayerGraph(nodes: [code] + nodes, parameters: table).values(
        of: "reconstruction.\(k)", for: value)
    }
    let found = try unrolled.values(of: "reconstruction", for: features)
    #expect(zip(found.elements, value.elements).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(found.shape == features.shape)
  }

  @Test func ofOneLayerItIsItsReconstruction() throws {
    let stack = try stack(layers: 1) { _ in true }
    #expect(
      try stack.reconstructing().values(of: "reconstruction", for: features)
        == stack.values(of: "reconstruction.0", for: features))
  }

  @Test func dropoutIsLeftOut() throws {
    let stack = try stack(layers: 2) { _ in true }
    #expect(try stack.addingDropout(input: 0.2, codes: 0.5).reconstructing() == stack.reconstructing())
  }

  @Test func whatIsFrozenStaysFrozen() throws {
    let stack = try stack(layers: 2) { _ in false }.freezing(upTo: "code.0")
    #expect(try stack.reconstructing().frozen == ["encoder.0.weight", "encoder.0.bias"])
  }

  @Test func withoutDecodersThereIsNone() throws {
    let stack = try stack(layers: 2) { _ in true }
    expectCut("there is no decoder to reconstruct with") { try stack.droppingDecoders().reconstructing() }
    expectCut("layer 0 has no decoder.0") {
      let nodes = stack.nodes.filter { !["decoder.0", "reconstruction.0", "loss.0"].contains($0.name) }
      var table = stack.parameters
      table["decoder.0.bias"] = nil
      return try LayerGraph(nodes: nodes, parameters: table).reconstructing()
    }
    expectCut("layer 1 has no reconstruction.1") {
      let nodes = stack.nodes.filter { !["reconstruction.1", "loss.1"].contains($0.name) }
      return try LayerGraph(nodes: nodes, parameters: stack.parameters).reconstructing()
    }
    expectCut("reconstruction.0 is not what decoder.0 makes of code.0") {
      let nodes = stack.nodes.map {
        $0.name == "reconstruction.0" ? Node($0.name, $0.operation, inputs: ["code.0"]) : $0
      }.filter { $0.name != "loss.0" }
      return try LayerGraph(nodes: nodes, parameters: stack.parameters).reconstructing()
    }
  }

  private func expectCut(_ message: String, _ body: () throws -> LayerGraph) {
    do {
      _ = try body()
      Issue.record("not refused: \(message)")
    } catch {
      #expect(error is GraphError)
      #expect("\(error)".hasPrefix(message), "\(error)")
    }
  }
}
