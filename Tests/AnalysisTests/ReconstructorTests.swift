import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

@testable import StrataAnalysis

struct ReconstructorTests {
  /// A layer with its decoder, and weights that are given or drawn.
  private func autoencoder(inputs: Int, units: Int, weight: Matrix? = nil, seed: UInt64 = 1) throws
    -> LayerGraph
  {
    var table = ParameterTable()
    let draws = RandomStream(seed: seed, purpose: "weight").normal(count: inputs * units)
    table["encoder.0.weight"] = weight ?? Matrix(rows: inputs, columns: units, draws)
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: inputs)),
        Node("corruption.0", .corruption(.masking(0.5)), inputs: ["input"]),
        Node(
          "encoder.0", .dense(weight: "encoder.0.weight", bias: nil, transposed: false),
          inputs: ["corruption.0"]),
        Node("code.0", .activation(function: .tanh), inputs: ["encoder.0"]),
        Node(
          "decoder.0", .dense(weight: "encoder.0.weight", bias: nil, transposed: true), inputs: ["code.0"]),
        Node("reconstruction.0", .activation(function: .sigmoid), inputs: ["decoder.0"]),
      ], parameters: table)
  }

  private func examples(rows: Int, columns: Int, seed: UInt64) -> Matrix {
    Matrix(
      rows: rows, columns: columns,
      RandomStream(seed: seed, purpose: "examples").uniform(count: rows * columns))
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>) func aScoreIsTheMeanOfSquares(seed: UInt64) throws {
    let stack = try autoencoder(inputs: 11, units: 4, seed: seed)
    let x = examples(rows: 23, columns: 11, seed: seed)
    let r = try stack.values(of: "reconstruction.0", for: x)
    let expected = (0..<x.rows).map { row in
      zip(x.row(row), r.row(row)).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) } / 11
    }
    let scores = try Reconstructor(stack, batchSize: 256).scores(for: x)
    #expect(zip(scores, expected).allSatisfy { abs(Double($0) - $1) < 1e-6 })
    #expect(scores.count == 23)
  }

  @Test(arguments: [1, 7, 23, 100]) func batchesAreOnlyBatches(size: Int) throws {
    let stack = try autoencoder(inputs: 11, units: 4)
    let x = examples(rows: 23, columns: 11, seed: 2)
    let whole = try stack.reconstructing().values(of: "reconstruction", for: x)
    var rows: [Range<Int>] = []
    // A second pass of the same reconstructor, and one of what was unrolled before.
    for graph in [stack, try stack.reconstructing()] {
      let reconstructor = try Reconstructor(graph, batchSize: size)
      for _ in 0..<2 {
        rows = []
        try reconstructor.forEachBatch(of: x) { batch in
          rows.append(batch.rows)
          #expect(batch.reconstruction.rows == batch.rows.count && batch.scores.count == batch.rows.count)
          for (index, row) in batch.rows.enumerated() {
            let pairs = zip(batch.reconstruction.row(index), whole.row(row))
            #expect(pairs.allSatisfy { abs($0 - $1) < 1e-6 })
          }
        }
        #expect(rows.flatMap { Array($0) } == Array(0..<23))
      }
    }
    #expect(rows.count == (23 + size - 1) / size)
  }

  @Test func noExamplesHaveNoScores() throws {
    #expect(
      try Reconstructor(autoencoder(inputs: 3, units: 2)).scores(for: Matrix(rows: 0, columns: 3)).isEmpty)
  }

  @Test func whatBodyThrowsEndsIt() throws {
    struct Enough: Error {}
    var batches = 0
    let reconstructor = try Reconstructor(autoencoder(inputs: 3, units: 2), batchSize: 2)
    #expect(throws: Enough.self) {
      try reconstructor.forEachBatch(of: Matrix(rows: 9, columns: 3)) { _ in
        batches += 1
        if batches == 2 { throw Enough() }
      }
    }
    #expect(batches == 2)
  }

  @Test func examplesThatDoNotFitAreRefused() throws {
    let reconstructor = try Reconstructor(autoencoder(inputs: 3, units: 2), batchSize: 2)
    #expect(throws: InputError.self) { try reconstructor.scores(for: Matrix(rows: 1, columns: 4)) }
    let infinite = Matrix([[0, 0, 0], [0, 0, 0], [0, .infinity, 0]])
    let error = #expect(throws: InputError.self) { try reconstructor.scores(for: infinite) }
    #expect(error?.kind == .numericalFailure)
    #expect(error?.place == "example 3")
  }

  @Test func withoutADecoderThereIsNone() throws {
    let stack = try autoencoder(inputs: 3, units: 2)
    #expect(throws: GraphError.self) { try Reconstructor(stack.droppingDecoders()) }
  }
}
