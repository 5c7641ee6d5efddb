import StrataLinearAlgebra
import Testing

@testable import StrataLayerGraph

/// Values of a node that are computed anew, beside those that are kept.
struct RecomputedValuesTests {
  /// One more than whole batches of several sizes: a row alone is computed by another loop.
  private static let (rows, width, units) = (1281, 50, 24)

  private static let examples: Matrix = {
    let draws = RandomStream(seed: 4, purpose: "examples").uniform(count: rows * width)
    return Matrix(rows: rows, columns: width, draws.map { $0 < 0.4 ? 0 : $0 })
  }()

  private static func graph() throws -> LayerGraph {
    let weight = Initialization.glorot(gain: 1).weight(
      inputs: width, outputs: units, stream: RandomStream(seed: 1, purpose: "weight"))
    var parameters = ParameterTable()
    parameters["w"] = weight
    parameters["b"] = Matrix(rows: 1, columns: units, [Float](repeating: 0.01, count: units))
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: width)),
        Node("encoder", .dense(weight: "w", bias: "b", transposed: false), inputs: ["input"]),
        Node("code", .activation(function: .relu), inputs: ["encoder"]),
      ],
      parameters: parameters)
  }

  /// In batches of any size and order, expected or not, they are the bits of the values that are kept.
  @Test(arguments: [1, 2], [32, 100, 512]) func theyAreTheSame(threads: Int, batchSize: Int) throws {
    for engine in Engine.available {
      let execution = Execution(engine: engine, threads: threads)
      let kept = try Self.graph().values(of: "code", for: Self.examples, execution: execution)
      guard
        let recomputed = try RecomputedValues(
          Self.graph(), of: "code", for: Self.examples, batchSize: batchSize, execution: execution)
      else { continue }
      #expect((recomputed.rows, recomputed.columns) == (Self.rows, Self.units))
      #expect(recomputed.range == kept.range)
      #expect(recomputed.density == kept.density)
      let order = RandomStream(seed: 2, purpose: "order").permutation(count: Self.rows)
      for first in stride(from: 0, to: Self.rows, by: batchSize) {
        let rows = order[first..<min(first + batchSize, Self.rows)]
        if first / batchSize % 2 == 0 { rows.withUnsafeBufferPointer { recomputed.expect($0) } }
        #expect(copied(recomputed, rows) == copied(kept, rows), "\(engine), \(first)")
      }
    }
  }

  private func copied(_ features: any Features, _ rows: ArraySlice<Int32>) -> [Float] {
    var batch = [Float](repeating: -1, count: rows.count * 30)
    batch.withUnsafeMutableBufferPointer { batch in
      rows.withUnsafeBufferPointer { rows in
        guard let start = batch.baseAddress else { return }
        features.copy(rows: rows, columns: 0..<Self.units, into: start, stride: 30)
      }
    }
    return batch
  }

  /// At least with plain loops a row does not depend on the others, so this is not all in vain.
  @Test func theyCanBeHad() throws {
    let execution = Execution(engine: .plain, threads: 1)
    let values = try RecomputedValues(
      Self.graph(), of: "code", for: Self.examples, batchSize: 40, execution: execution)
    #expect(values != nil)
    #expect(throws: GraphError.self) {
      try RecomputedValues(Self.graph(), of: "none", for: Self.examples, batchSize: 40, execution: execution)
    }
  }
}
