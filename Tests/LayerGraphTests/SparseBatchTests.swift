import LinearAlgebra
import Testing

@testable import LayerGraph

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
    _ graph: LayerGraph, _ images: Matrix, density: Float, threads: Int, batchSize: Int
  ) throws -> (loss: Double, gradients: [Matrix]) {
    let labels = (0..<images.rows).map { UInt8($0 % graph.widths[2]) }
    var pass = LibraryPass(graph, features: images, labels: labels)
    (pass.batchSize, pass.threads, pass.density) = (batchSize, threads, density)
    (pass.noise, pass.epoch) = (Workspace.Noise(seed: 5), 3)
    let (loss, gradients) = try pass.gradients(of: "loss")
    return (loss, graph.parameters.names.compactMap { gradients[$0] })
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
      #expect(abs(dense.loss - sparse.loss) <= 1e-5 * abs(dense.loss))
      for (one, other) in zip(dense.gradients, sparse.gradients) {
        let scale = one.elements.reduce(0) { max($0, abs($1)) }
        let worst = zip(one.elements, other.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
        #expect(worst <= 1e-5 * scale)
      }
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
    let inference = try Plan(noisy, targets: ["loss"], withNoise: false, withGradients: false)
    #expect(inference.zerosKept == [2: 1])
  }
}

/// The gradient over all examples, whose batches' non-zeros are kept from the first evaluation on.
@Suite struct FullGradientTests {
  @Test("Every evaluation at one point gives the same bits", arguments: [1, 2])
  func evaluationsAgree(threads: Int) throws {
    let draws = RandomStream(seed: 3, purpose: "images").uniform(count: 250 * 40)
    let images = Matrix(rows: 250, columns: 40, draws.map { $0 < 0.2 ? $0 * 5 : 0 })
    let labels = (0..<250).map { UInt8($0 % 7) }
    let graph = try LayerGraph(
      nodes: [Node("input", .input(width: 40))], parameters: ParameterTable()
    ).attachingHead(classes: 7)
    func evaluations(_ features: any Features, count: Int) throws -> [(Double, [Matrix])] {
      let problem = try FullGradient(
        graph, loss: "loss", features: features, labels: labels, batchSize: 100,
        execution: Execution(threads: threads))
      problem.store["head.weight"].assign(
        Initialization.glorot(gain: 1).weight(
          inputs: 40, outputs: 7, stream: RandomStream(seed: 1, purpose: "weight")))
      return (0..<count).map { _ in
        (problem.evaluate(), problem.gradients.map { $0.place.copied() })
      }
    }
    let sparse = try evaluations(images, count: 3)
    for other in sparse.dropFirst() {
      #expect(other.0 == sparse[0].0)
      #expect(other.1 == sparse[0].1)
    }
    // The same examples, said to be dense.
    let dense = try evaluations(Dense(matrix: images), count: 1)[0]
    #expect(abs(dense.0 - sparse[0].0) <= 1e-6 * dense.0)
    for (one, other) in zip(dense.1, sparse[0].1) {
      let worst = zip(one.elements, other.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(worst <= 1e-6)
    }
  }

  /// The same features, said to have no zeros.
  private struct Dense: Features {
    let matrix: Matrix
    var rows: Int { matrix.rows }
    var columns: Int { matrix.columns }
    var range: ClosedRange<Float>? { matrix.range }
    func copy(
      rows: UnsafeBufferPointer<Int32>, columns share: Range<Int>,
      into batch: UnsafeMutablePointer<Float>, stride: Int
    ) {
      matrix.copy(rows: rows, columns: share, into: batch, stride: stride)
    }
  }
}
