import StrataLinearAlgebra
import Testing

@testable import StrataLayerGraph

/// A weight that an encoder and its decoder share: one parameter, two uses, one sum.
struct SharedWeightTests {
  static let tolerance = 2e-6

  @Test(arguments: GradientCase.corruptions, [1, 2])
  func theTiedGradientIsTheSumOfBothUses(corruption: Corruption, threads: Int) throws {
    let tied = try SmallGraphs.autoencoder(corruption: corruption, seed: 8)
    // The same network with the decoder's weight in a place of its own.
    var table = tied.parameters
    let weight = try #require(table["weight"]).doubles
    table["decoder.weight"] = Matrix(weight.transposed)
    let untied = try LayerGraph(
      nodes: tied.nodes.map { node in
        guard case .dense("weight", let bias, transposed: true) = node.operation else { return node }
        return Node(
          node.name, .dense(weight: "decoder.weight", bias: bias, transposed: false),
          inputs: node.inputs)
      }, parameters: table)
    func gradients(_ graph: LayerGraph) throws -> (loss: Double, gradients: [String: Matrix]) {
      try GradientTests.passes(graph, seed: 8, threads: threads)[0].gradients(of: "loss")
    }
    let (one, two) = (try gradients(tied), try gradients(untied))
    let encoders = try #require(two.gradients["weight"]).doubles
    let decoders = try #require(two.gradients["decoder.weight"]).doubles
    let found = try #require(one.gradients["weight"])
    #expect(abs(one.loss / two.loss - 1) < 1e-6)
    #expect(relativeError(found, encoders + decoders.transposed) < Self.tolerance)
    // Neither half is the whole.
    #expect(relativeError(found, encoders) > 0.1)
    #expect(relativeError(found, decoders.transposed) > 0.1)
  }

  /// A full batch is one product over the rows of both uses; a batch with fewer rows is two.
  @Test(arguments: [1, 2])
  func oneProductOverJoinedRowsIsTheTwoProducts(threads: Int) throws {
    let graph = try SmallGraphs.autoencoder(corruption: .masking(0.25), seed: 9)
    let plan = try Plan(graph, targets: ["loss"], withNoise: true, withGradients: true)
    let factors = try plan.gradientFactors(of: "weight", in: graph)
    let rounding = try Rounding(plan, of: graph, precision: .float32, skippingZerosAt: [])
    let memory = try BatchMemory(
      BatchLayout(plan, of: graph, batchSize: 5, rounding: rounding), of: plan)
    #expect(factors.count == 2)
    #expect(Place.joined(factors.map { memory[$0.left] })?.rows == 10)
    #expect(Place.joined(factors.map { memory[$0.right] })?.rows == 10)

    var pass = GradientTests.passes(graph, seed: 9, threads: threads)[0]
    let joined = try pass.gradients(of: "loss").gradients
    pass.batchSize += 1
    let separate = try pass.gradients(of: "loss").gradients
    #expect(relativeError(joined, separate.mapValues(\.doubles)) < 1e-6)
  }
}

extension Matrix {
  /// The matrix in Double.
  var doubles: DoubleMatrix { DoubleMatrix(self) }

  /// A matrix of Double rounded to Float.
  init(_ matrix: DoubleMatrix) {
    self.init(rows: matrix.rows, columns: matrix.columns, matrix.elements.map(Float.init))
  }
}
