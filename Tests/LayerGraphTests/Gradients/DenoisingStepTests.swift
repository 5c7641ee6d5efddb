import Foundation
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// One step of two stacked denoising autoencoders, the second on the clean codes of the first, against
/// values and gradients that JAX computed in float64 (`Fixtures/denoising_step.py`).
struct DenoisingStepTests {
  static let tolerance = 2e-6

  struct Fixture: Decodable {
    struct Layer: Decodable {
      let units: Int
      let level: Float
      let activation, decoderActivation: Activation
      let lossKind: Loss
      let parameters, gradients: [String: [[Double]]]
      let codes, mask, code, reconstruction: [[Double]]
      let loss: Double
    }
    let seed: UInt64
    let epoch: Int
    let examples: [Int32]
    let features: [[Double]]
    let layers: [Layer]

    init(named name: String) throws {
      let url = try #require(
        Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
      let decoder = JSONDecoder()
      // Not for the keys of the dictionaries: parameter names hold dots, not underscores.
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      self = try decoder.decode(Fixture.self, from: Data(contentsOf: url))
    }
  }

  @Test(arguments: ["denoising-tied", "denoising-untied"], [1, 2])
  func valuesAndGradientsAgreeWithJAX(name: String, threads: Int) throws {
    let fixture = try Fixture(named: name)
    var inputs: any Features = Matrix(doubles: fixture.features)
    for (k, layer) in fixture.layers.enumerated() {
      let graph = try autoencoder(layer, k: k, inputs: inputs.columns)
      var pass = LibraryPass(graph, features: inputs, examples: fixture.examples)
      pass.noise = .init(seed: fixture.seed)
      pass.epoch = fixture.epoch
      pass.threads = threads

      let found = try pass.gradients(of: "loss.\(k)")
      #expect(abs(found.loss / layer.loss - 1) < 5e-7)
      let expected = layer.gradients.mapValues { DoubleMatrix(Matrix(doubles: $0)) }
      #expect(relativeError(found.gradients, expected) < Self.tolerance)
      for (node, values) in [("code", layer.code), ("reconstruction", layer.reconstruction)] {
        let error = try relativeError(
          pass.value(of: "\(node).\(k)"), DoubleMatrix(Matrix(doubles: values)))
        #expect(error < Self.tolerance, "\(node).\(k)")
      }

      let codes = try graph.values(of: "code.\(k)", for: inputs, execution: Execution(threads: threads))
      #expect(relativeError(codes, DoubleMatrix(Matrix(doubles: layer.codes))) < Self.tolerance)
      inputs = codes
    }
  }

  /// The masks of the fixture were drawn by another implementation of the generator.
  @Test(arguments: ["denoising-tied", "denoising-untied"])
  func masksAreTheOnesOfTheFixture(name: String) throws {
    let fixture = try Fixture(named: name)
    for (k, layer) in fixture.layers.enumerated() {
      let width = layer.mask[0].count
      let graph = try LayerGraph(
        nodes: [
          Node("input", .input(width: width)),
          Node("corruption.\(k)", .corruption(.masking(layer.level)), inputs: ["input"]),
        ], parameters: ParameterTable())
      let ones = Matrix(rows: fixture.features.count, columns: width, repeating: 1)
      var pass = LibraryPass(graph, features: ones, examples: fixture.examples)
      pass.noise = .init(seed: fixture.seed)
      pass.epoch = fixture.epoch
      #expect(try pass.value(of: "corruption.\(k)") == Matrix(doubles: layer.mask))
    }
  }

  private func autoencoder(_ layer: Fixture.Layer, k: Int, inputs: Int) throws -> LayerGraph {
    let isTied = layer.parameters["decoder.\(k).weight"] == nil
    var table = ParameterTable()
    for (name, rows) in layer.parameters { table[name] = Matrix(doubles: rows) }
    let weight = "encoder.\(k).weight"
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: inputs)),
        Node("corruption.\(k)", .corruption(.masking(layer.level)), inputs: ["input"]),
        Node(
          "encoder.\(k)", .dense(weight: weight, bias: "encoder.\(k).bias", transposed: false),
          inputs: ["corruption.\(k)"]),
        Node("code.\(k)", .activation(function: layer.activation), inputs: ["encoder.\(k)"]),
        Node(
          "decoder.\(k)",
          .dense(
            weight: isTied ? weight : "decoder.\(k).weight", bias: "decoder.\(k).bias",
            transposed: isTied),
          inputs: ["code.\(k)"]),
        Node(
          "reconstruction.\(k)", .activation(function: layer.decoderActivation),
          inputs: ["decoder.\(k)"]),
        Node(
          "loss.\(k)", .loss(layer.lossKind),
          inputs: [layer.lossKind == .crossEntropy ? "decoder.\(k)" : "reconstruction.\(k)", "input"]),
      ], parameters: table)
  }
}

extension Matrix {
  /// A matrix from rows of doubles.
  init(doubles rows: [[Double]]) { self.init(rows.map { $0.map(Float.init) }) }
}
