import Foundation
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// Objectives of several terms against values and gradients that JAX computed in float64
/// (`Fixtures/objective_step.py`): emphasised losses, the contractive penalty, sparsity.
struct ObjectiveStepTests {
  struct Fixture: Decodable {
    struct Case: Decodable {
      struct Sparse: Decodable {
        let target, strength: Float
      }
      let tied: Bool
      let activation, decoderActivation: Activation
      let lossKind: Loss
      let level, corrupted, untouched, contraction: Float
      let sparsity: Sparse?
      let parameters, gradients: [String: [[Double]]]
      let terms: [String: Double]
    }
    let seed: UInt64
    let epoch: Int
    let examples: [Int32]
    let features: [[Double]]
    let cases: [Case]
  }

  private func fixture() throws -> Fixture {
    let url = try #require(
      Bundle.module.url(forResource: "objective", withExtension: "json", subdirectory: "Fixtures"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Fixture.self, from: Data(contentsOf: url))
  }

  private func graph(_ step: Fixture.Case) throws -> LayerGraph {
    var table = ParameterTable()
    for (name, rows) in step.parameters { table[name] = Matrix(rows.map { $0.map(Float.init) }) }
    let weight = "encoder.0.weight"
    var terms = [
      Node(
        "error", .loss(step.lossKind),
        inputs: [step.lossKind == .crossEntropy ? "decoder.0" : "reconstruction", "input", "emphasis"]),
      Node("contraction", .contraction(strength: step.contraction), inputs: ["code"]),
    ]
    if let sparse = step.sparsity {
      let sparsity = Sparsity(target: sparse.target, strength: sparse.strength)
      terms.append(Node("sparsity", .sparsity(sparsity), inputs: ["code"]))
    }
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: step.parameters[weight]?.count ?? 0)),
        Node("corruption.0", .corruption(.masking(step.level)), inputs: ["input"]),
        Node(
          "emphasis", .emphasis(Emphasis(corrupted: step.corrupted, untouched: step.untouched)),
          inputs: ["corruption.0"]),
        Node(
          "encoder.0", .dense(weight: weight, bias: "encoder.0.bias", transposed: false),
          inputs: ["corruption.0"]),
        Node("code", .activation(function: step.activation), inputs: ["encoder.0"]),
        Node(
          "decoder.0",
          .dense(
            weight: step.tied ? weight : "decoder.0.weight", bias: "decoder.0.bias",
            transposed: step.tied), inputs: ["code"]),
        Node("reconstruction", .activation(function: step.decoderActivation), inputs: ["decoder.0"]),
      ] + terms + [Node("loss", .sum, inputs: terms.map(\.name))], parameters: table)
  }

  @Test(arguments: [1, 2]) func valuesAndGradientsAgreeWithJAX(threads: Int) throws {
    let fixture = try fixture()
    #expect(fixture.cases.count == 3)
    for step in fixture.cases {
      var pass = LibraryPass(
        try graph(step), features: Matrix(fixture.features.map { $0.map(Float.init) }),
        examples: fixture.examples)
      pass.noise = .init(seed: fixture.seed)
      pass.epoch = fixture.epoch
      pass.threads = threads
      for (name, value) in step.terms {
        #expect(abs(try pass.meanLoss(name) / value - 1) < 1e-6, "\(name)")
      }
      let found = try pass.gradients(of: "loss")
      #expect(abs(found.loss / step.terms.values.reduce(0, +) - 1) < 5e-7)
      let expected = step.gradients.mapValues { DoubleMatrix(Matrix($0.map { $0.map(Float.init) })) }
      #expect(relativeError(found.gradients, expected) < GradientTests.tolerance)
    }
  }
}
