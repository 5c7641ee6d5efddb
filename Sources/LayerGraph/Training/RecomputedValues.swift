package import StrataLinearAlgebra
internal import Synchronization

/// The value of a node for each of some examples, computed anew whenever it is wanted: for examples whose values are more
/// than there is room for. Those of a batch that is expected are computed before it begins.
///
/// They are to be the bits that `LayerGraph.values` gives. A row of a product has the same bits in any batch with most
/// engines, shapes and processors, but none of them promises it, so it is tried out first. Batches are filled up to one
/// size, so that no other than the one that was tried comes up.
package final class RecomputedValues: Features {
  package let rows, columns: Int
  package let range: ClosedRange<Float>?
  package let density: Float
  private let examples: any Features
  private let pass: Mutex<Pass>

  /// What one thread at a time may use: the memory of a pass, and the values of the batches that are expected.
  private struct Pass {
    let inference: Inference
    let batchSize: Int
    /// The last two: a batch is in use while the next one is expected.
    var batches: [Batch] = []

    /// The values of some rows. The last batch is filled up with its last row.
    func values(of rows: [Int32], in examples: any Features) throws -> Matrix {
      let missing = (batchSize - rows.count % batchSize) % batchSize
      let filled = rows + [Int32](repeating: rows.last ?? 0, count: rows.isEmpty ? 0 : missing)
      return try inference.values(for: SelectedRows(examples, filled))
    }

    /// The batch that holds some rows; nil where none does.
    func batch(of rows: [Int32]) -> Batch? { batches.last { $0.holds(rows) } }

    func computed(_ rows: [Int32], of examples: any Features) -> Batch {
      // What cannot be read is known to the examples, which are asked after the step.
      let values = try? values(of: rows, in: examples)
      return Batch(
        places: Dictionary(zip(rows, 0...), uniquingKeysWith: { first, _ in first }),
        values: values ?? Matrix(rows: rows.count, columns: 0))
    }
  }

  private struct Batch {
    let places: [Int32: Int]
    let values: Matrix

    func holds(_ rows: [Int32]) -> Bool { rows.allSatisfy { places[$0] != nil } }
  }

  /// - Parameter batchSize: of the batches that will be expected.
  /// - Returns: nil where values of a row differ with the batch that it is computed in.
  package init?(
    _ graph: LayerGraph, of node: String, for examples: any Features, batchSize: Int, execution: Execution
  ) throws {
    try graph.check(width: examples.columns)
    guard try graph.holdsFeatures(node) else { throw GraphError.noValues(node) }
    let density = examples.density
    func pass(_ batchSize: Int) throws -> Pass {
      let inference = try Inference(
        graph, target: node, batchSize: batchSize, density: density, execution: execution)
      return Pass(inference: inference, batchSize: batchSize)
    }
    let batchSize = min(batchSize, max(examples.rows, 1))
    let whole = try pass(Inference.standardBatchSize).inference
    guard try Self.agree(whole, pass(batchSize), on: examples) else { return nil }
    let scan = try Scan(of: whole, over: examples)
    self.examples = examples
    (rows, columns) = (examples.rows, try graph.width(of: node))
    (range, self.density) = (scan.range, scan.density)
    self.pass = Mutex(try pass(batchSize))
  }

  /// True when rows have the same bits in batches of another size and in another order, those of the short end too.
  private static func agree(
    _ whole: Inference, _ pass: Pass, on examples: any Features
  ) throws -> Bool {
    let block = Inference.standardBatchSize
    let tail = examples.rows / block * block
    let sample = Array(0..<min(2 * block, tail)) + Array(tail..<examples.rows)
    let order = RandomStream(seed: 1, purpose: "recomputed").permutation(count: sample.count)
    let expected = try whole.values(for: SelectedRows(examples, sample.map { Int32($0) }))
    let shuffled = try pass.values(of: order.map { Int32(sample[Int($0)]) }, in: examples)
    return order.enumerated().allSatisfy { place, row in
      expected.row(Int(row)).elementsEqual(shuffled.row(place)) { $0.bitPattern == $1.bitPattern }
    }
  }

  package func expect(_ rows: UnsafeBufferPointer<Int32>) {
    let rows = Array(rows)
    guard !rows.isEmpty else { return }
    pass.withLock { pass in
      guard pass.batch(of: rows) == nil else { return }
      pass.batches = pass.batches.suffix(1) + [pass.computed(rows, of: examples)]
    }
  }

  package func requireIntact() throws { try examples.requireIntact() }

  package func copy(
    rows: UnsafeBufferPointer<Int32>, columns share: Range<Int>, into target: UnsafeMutablePointer<Float>,
    stride: Int
  ) {
    let rows = Array(rows)
    let batch = pass.withLock { pass in pass.batch(of: rows) ?? pass.computed(rows, of: examples) }
    guard batch.values.columns == columns else { return }
    batch.values.elements.withUnsafeBufferPointer { values in
      guard let first = values.baseAddress else { return }
      for (line, row) in rows.enumerated() {
        guard let place = batch.places[row] else { continue }
        (target + line * stride + share.lowerBound).update(
          from: first + place * columns + share.lowerBound, count: share.count)
      }
    }
  }
}

/// What is known of values once all of them were seen.
private struct Scan {
  private(set) var range: ClosedRange<Float>?
  private(set) var density: Float

  init(of inference: Inference, over examples: any Features) throws {
    var areNumbers = true
    var found: ClosedRange<Float>?
    var (seen, zeros) = (0, 0)
    try inference.forEachBatch(of: examples) { values in
      let sample = values.elements.prefix(max(0, densitySample - seen))
      seen += sample.count
      zeros += sample.count { $0 == 0 }
      if let next = values.range {
        found =
          found.map { min($0.lowerBound, next.lowerBound)...max($0.upperBound, next.upperBound) } ?? next
      } else {
        areNumbers = false
      }
    }
    range = areNumbers ? found : nil
    density = Float(seen - zeros) / Float(max(seen, 1))
  }
}
