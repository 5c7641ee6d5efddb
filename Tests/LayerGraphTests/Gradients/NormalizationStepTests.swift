import Foundation
@testable import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// One step of a classifier with batch normalization and smoothed labels, against the loss and the gradients that JAX
/// computed in float64 (`Fixtures/normalization_step.py`).
struct NormalizationStepTests {
  private struct Fixture: Decodable {
    let smoothing: Float
    let features: [[Double]]
    let labels: [Int32]
    let loss: Double
    let parameters, gradients: [String: [[Double]]]
  }

  private func graph(_ fixture: Fixture) throws -> LayerGraph {
    var table = ParameterTable()
    for (name, values) in fixture.parameters.sorted(by: { $0.key < $1.key }) {
      table[name] = Matrix(doubles: values)
    }
    var nodes = [Node("input", .input(width: 6))]
    for (k, activation) in [Activation.tanh, .softplus].enumerated() {
      let width = table["shift.\(k).gain"]?.columns ?? 0
      for (statistic, value) in [("mean", Float.nan), ("deviation", .nan)] {
        table["normalization.\(k).\(statistic)"] = Matrix(rows: 1, columns: width, repeating: value)
      }
      nodes += [
        Node(
          "encoder.\(k)", .dense(weight: "encoder.\(k).weight", bias: nil, transposed: false),
          inputs: [nodes[nodes.count - 1].name]),
        Node(
          "normalization.\(k)",
          .standardization(mean: "normalization.\(k).mean", deviation: "normalization.\(k).deviation"),
          inputs: ["encoder.\(k)"]),
        Node(
          "shift.\(k)", .scaleAndShift(gain: "shift.\(k).gain", bias: "shift.\(k).bias"),
          inputs: ["normalization.\(k)"]),
        Node("code.\(k)", .activation(function: activation), inputs: ["shift.\(k)"]),
      ]
    }
    nodes += [
      Node("head", .dense(weight: "head.weight", bias: "head.bias", transposed: false), inputs: ["code.1"]),
      Node("labels", .labels(classes: 4)),
      Node("loss", .loss(.softmaxCrossEntropy), inputs: ["head", "labels"]),
    ]
    return try LayerGraph(nodes: nodes, parameters: table)
  }

  @Test(arguments: [1, 2])
  func lossAndGradientsAgreeWithJAX(threads: Int) throws {
    let url = try #require(
      Bundle.module.url(forResource: "normalization", withExtension: "json", subdirectory: "Fixtures"))
    let fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    var pass = LibraryPass(
      try graph(fixture), features: Matrix(doubles: fixture.features), labels: fixture.labels)
    // There is none in the graph, but it makes the pass one of training.
    pass.noise = Workspace.Noise(seed: 1)
    pass.labelSmoothing = fixture.smoothing
    pass.threads = threads
    let found = try pass.gradients(of: "loss")
    #expect(abs(found.loss / fixture.loss - 1) < 5e-7)
    let expected = fixture.gradients.mapValues { DoubleMatrix(Matrix(doubles: $0)) }
    #expect(relativeError(found.gradients, expected) < GradientTests.tolerance * 5)
    // Smoothing is part of it.
    pass.labelSmoothing = 0
    #expect(try relativeError(pass.gradients(of: "loss").gradients, expected) > 0.05)
  }
}
