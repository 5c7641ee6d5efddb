internal import CKernels
package import LinearAlgebra

/// The non-zeros of a batch, by rows for a forward product and by columns for a weight's gradient.
///
/// Most of a masked image is zero, and a product that skips the zeros is the faster one up to a density
/// of about `worthwhileDensity` (measured on both sides of it).
///
/// `@unchecked Sendable`: workers write the lines of their own share, with a barrier before they are read.
package final class SparseBatch: @unchecked Sendable {
  /// The share of non-zeros below which skipping the others pays.
  package static let worthwhileDensity: Float = 0.3

  private let rows: Lines
  private let columns: Lines
  private let width: Int

  /// Memory for batches of `batchSize × width`, whatever their non-zeros.
  package init(batchSize: Int, width: Int) {
    rows = Lines(sizes: Array(repeating: width, count: batchSize))
    columns = Lines(sizes: Array(repeating: batchSize, count: width))
    self.width = width
  }

  private init(rows: Lines, columns: Lines, width: Int) {
    self.rows = rows
    self.columns = columns
    self.width = width
  }

  /// A copy of the first `count` rows' non-zeros that takes no more memory than they need.
  func compacted(count: Int) -> SparseBatch {
    SparseBatch(
      rows: rows.compacted(count: count), columns: columns.compacted(count: width), width: width)
  }

  /// Finds the non-zeros of this worker's rows of x.
  func compress(_ x: UnsafeMatrix, worker: Worker) {
    compress(x, rows: worker.share(of: x.rows, multipleOf: 1))
  }

  /// Finds the non-zeros of some rows of x.
  package func compress(_ x: UnsafeMatrix, rows share: Range<Int>) {
    strata_compress_rows(
      x.pointer, Int64(x.stride), Int64(share.lowerBound), Int64(share.upperBound), Int64(width),
      rows.kernelLines)
  }

  /// Sorts the non-zeros of the first `count` rows by columns, for this worker's columns.
  func transpose(count: Int, worker: Worker) {
    let share = worker.share(of: width, multipleOf: 1)
    strata_transpose_rows(
      rows.kernelLines, Int64(count), Int64(share.lowerBound), Int64(share.upperBound),
      columns.kernelLines)
  }

  /// y = x·W for the rows of y. W: width × y's columns.
  package func multiply(_ weight: UnsafeMatrix, into y: UnsafeMatrix, rows range: Range<Int>) {
    strata_sparse_product(
      rows.kernelLines, Int64(range.lowerBound), Int64(range.upperBound), weight.pointer,
      Int64(weight.stride), Int64(y.columns), 0, y.pointer, Int64(y.stride))
  }

  /// target = xᵀ·dy + beta · target, for rows `range` of the target.
  func multiplyTransposed(
    _ dy: UnsafeMatrix, into target: UnsafeMatrix, rows range: Range<Int>, beta: Float
  ) {
    strata_sparse_product(
      columns.kernelLines, Int64(range.lowerBound), Int64(range.upperBound), dy.pointer,
      Int64(dy.stride), Int64(target.columns), beta, target.pointer, Int64(target.stride))
  }

  /// The memory of lines of non-zeros.
  ///
  /// `@unchecked Sendable`: shared as the batch says.
  private final class Lines: @unchecked Sendable {
    let kernelLines: strata_sparse

    /// Lines with room for so many non-zeros each.
    init(sizes: [Int]) {
      let total = sizes.reduce(0, +)
      kernelLines = strata_sparse(
        counts: .allocate(capacity: sizes.count), starts: .allocate(capacity: sizes.count),
        indices: .allocate(capacity: total), values: .allocate(capacity: total))
      kernelLines.counts.initialize(repeating: 0, count: sizes.count)
      kernelLines.indices.initialize(repeating: 0, count: total)
      kernelLines.values.initialize(repeating: 0, count: total)
      var start: Int64 = 0
      for (line, size) in sizes.enumerated() {
        kernelLines.starts[line] = start
        start += Int64(size)
      }
    }

    func compacted(count: Int) -> Lines {
      let copy = Lines(sizes: (0..<count).map { Int(kernelLines.counts[$0]) })
      for line in 0..<count {
        let (from, to) = (Int(kernelLines.starts[line]), Int(copy.kernelLines.starts[line]))
        let size = Int(kernelLines.counts[line])
        copy.kernelLines.counts[line] = Int32(size)
        (copy.kernelLines.indices + to).update(from: kernelLines.indices + from, count: size)
        (copy.kernelLines.values + to).update(from: kernelLines.values + from, count: size)
      }
      return copy
    }

    deinit {
      kernelLines.counts.deallocate()
      kernelLines.starts.deallocate()
      kernelLines.indices.deallocate()
      kernelLines.values.deallocate()
    }
  }
}
