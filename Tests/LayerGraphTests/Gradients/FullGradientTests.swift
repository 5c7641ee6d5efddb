import StrataLinearAlgebra
import Testing

@testable import StrataLayerGraph

/// The gradient over all examples, whose batches' non-zeros are kept from the first evaluation on.
@Suite struct FullGradientTests {
  @Test("Every evaluation at one point gives the same bits", arguments: [1, 2])
  func evaluationsAgree(threads: Int) throws {
    let draws = RandomStream(seed: 3, purpose: "images").uniform(count: 250 * 40)
    let images = Matrix(rows: 250, columns: 40, draws.map { $0 < 0.2 ? $0 * 5 : 0 })
    let labels = (0..<250).map { Int32($0 % 7) }
    let graph = try LayerGraph(
      nodes: [Node("input", .input(width: 40))], parameters: ParameterTable()
    ).attachingHead(classes: 7)
    func evaluations(
      _ features: any Features, count: Int, room: Int = FullGradient.mostOfNonZeros
    ) throws -> [(Double, [Matrix])] {
      let problem = try FullGradient(
        graph, loss: "loss", features: features, labels: labels, batchSize: 100, keepingNonZeros: room,
        execution: Execution(threads: threads))
      problem.store["head.weight"].window.assign(
        Initialization.glorot(gain: 1).weight(
          inputs: 40, outputs: 7, stream: RandomStream(seed: 1, purpose: "weight")))
      return try (0..<count).map { _ in
        (try problem.evaluate(), problem.gradients.map { $0.place.window.copied() })
      }
    }
    let sparse = try evaluations(images, count: 3)
    // Room for all, for the first batch alone, for none.
    let others = try sparse.dropFirst() + [1, 0].flatMap { try evaluations(images, count: 2, room: $0) }
    for other in others {
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
