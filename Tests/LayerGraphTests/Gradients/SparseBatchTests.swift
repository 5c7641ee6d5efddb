import StrataLinearAlgebra
import Testing

@testable import StrataLayerGraph

/// The products that skip zeros against those that do not: the same graph, the same examples, once
/// told that the examples are sparse and once that they are not.
@Suite struct SparseBatchTests {
  /// Images of which `density` is not zero.
  private func images(_ density: Float, rows: Int, columns: Int, seed: UInt64) -> Matrix {
    let stream = RandomStream(seed: seed, purpose: "images")
    let draws = stream.uniform(count: 2 * rows * columns)
    let elements = (0..<rows * columns).map { draws[2 * $0] < density ? draws[2 * $0 + 1] : 0 }
    return Matrix(rows: rows, columns: columns, elements)
  }

  /// input → masking → dense → loss against labels.
  private func graph(inputs: Int, units: Int, seed: UInt64) throws -> LayerGraph {
    var table = ParameterTable()
    table["head.weight"] = Initialization.glorot(gain: 1).weight(
      inputs: inputs, outputs: units, stream: RandomStream(seed: seed, purpose: "head.weight"))
    table["head.bias"] = Matrix(rows: 1, columns: units, repeating: 0.1)
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: inputs)),
        Node("corruption", .corruption(.masking(0.25)), inputs: ["input"]),
        Node(
          "head", .dense(weight: "head.weight", bias: "head.bias", transposed: false),
          inputs: ["corruption"]),
        Node("labels", .labels(classes: units)),
        Node("loss", .loss(.softmaxCrossEntropy), inputs: ["head", "labels"]),
      ], parameters: table)
  }

  /// The loss and the gradients of one step.
  private func step(
    _ graph: LayerGraph, _ images: Matrix, density: Float, threads: Int, batchSize: Int,
    precision: Precision = .float32
  ) throws -> (loss: Double, gradients: [String: Matrix]) {
    let labels = (0..<images.rows).map { Int32($0 % graph.widths[2]) }
    var pass = LibraryPass(graph, features: images, labels: labels)
    pass.noise = .init(seed: 5)
    pass.epoch = 3
    pass.density = density
    pass.arithmetic = Arithmetic(precision: precision)
    pass.threads = threads
    pass.batchSize = batchSize
    return try pass.gradients(of: "loss")
  }

  @Test(
    "Skipping zeros changes nothing but the rounding",
    arguments: [(784, 1000), (784, 10), (37, 70), (50, 65), (64, 64), (5, 3)], [1, 2, 3])
  func agreesWithDenseProducts(shape: (inputs: Int, units: Int), threads: Int) throws {
    let graph = try graph(inputs: shape.inputs, units: shape.units, seed: 1)
    for (rows, batchSize) in [(20, 20), (7, 20), (1, 1)] {
      let images = images(0.2, rows: rows, columns: shape.inputs, seed: UInt64(rows))
      let dense = try step(graph, images, density: 1, threads: threads, batchSize: batchSize)
      let sparse = try step(graph, images, density: 0.2, threads: threads, batchSize: batchSize)
      #expect(abs(dense.loss - sparse.loss) <= 1e-6 * abs(dense.loss))
      #expect(relativeError(sparse.gradients, dense.gradients.mapValues(\.doubles)) < 2e-6)
    }
  }

  /// In bfloat16 too: the same factors are rounded, whether their zeros are skipped or not.
  @Test(
    arguments: [(784, 1000), (784, 10), (37, 70), (50, 65), (64, 330), (5, 3)],
    [Precision.bfloat16, .emulatedBFloat16])
  func roundedProductsAgreeWithDenseOnes(
    shape: (inputs: Int, units: Int), precision: Precision
  ) throws {
    guard Arithmetic(precision: precision).isPossible else { return }
    let graph = try graph(inputs: shape.inputs, units: shape.units, seed: 1)
    for (rows, batchSize) in [(20, 20), (7, 20), (1, 1)] {
      let images = images(0.2, rows: rows, columns: shape.inputs, seed: UInt64(rows))
      func step(_ density: Float, _ precision: Precision) throws -> (
        loss: Double, gradients: [String: Matrix]
      ) {
        try self.step(
          graph, images, density: density, threads: 2, batchSize: batchSize, precision: precision)
      }
      let (dense, sparse) = (try step(1, precision), try step(0.2, precision))
      #expect(abs(dense.loss - sparse.loss) <= 2e-6 * abs(dense.loss))
      #expect(relativeError(sparse.gradients, dense.gradients.mapValues(\.doubles)) < 1e-5)
      // And they are rounded.
      let exact = try step(0.2, .float32)
      #expect(relativeError(sparse.gradients, exact.gradients.mapValues(\.doubles)) > 1e-4)
    }
  }

  @Test("Rows of zeros, and rows without one")
  func extremes() throws {
    let graph = try graph(inputs: 40, units: 80, seed: 2)
    for value: Float in [0, 1] {
      let images = Matrix(rows: 6, columns: 40, repeating: value)
      let dense = try step(graph, images, density: 1, threads: 2, batchSize: 6)
      let sparse = try step(graph, images, density: 0.1, threads: 2, batchSize: 6)
      #expect(abs(dense.loss - sparse.loss) <= 1e-5 * abs(dense.loss))
    }
  }

  @Test("The plan follows zeros through masking, and not through noise that fills them")
  func planFollowsZeros() throws {
    let graph = try graph(inputs: 40, units: 80, seed: 2)
    let plan = try Plan(graph, targets: ["loss"], withNoise: true, withGradients: true)
    #expect(plan.zerosKept == [2: 0.75])
    let noisy = try LayerGraph(
      nodes: graph.nodes.map {
        $0.name == "corruption"
          ? Node($0.name, .corruption(.gaussian(0.3)), inputs: $0.inputs) : $0
      }, parameters: graph.parameters)
    let without = try Plan(noisy, targets: ["loss"], withNoise: true, withGradients: true)
    #expect(without.zerosKept.isEmpty)
    let swapping = try LayerGraph(
      nodes: graph.nodes.map {
        $0.name == "corruption" ? Node($0.name, .corruption(.swap(0.3)), inputs: $0.inputs) : $0
      }, parameters: graph.parameters)
    let kept = try Plan(swapping, targets: ["loss"], withNoise: true, withGradients: true)
    #expect(kept.zerosKept == [2: 1])
    let inference = try Plan(noisy, targets: ["loss"], withNoise: false, withGradients: false)
    #expect(inference.zerosKept == [2: 1])
  }
}
