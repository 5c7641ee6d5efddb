internal import CStrataKernels

/// The non-zeros of a batch, by rows for a forward product and by columns for a weight's gradient.
///
/// Most of a masked image is zero, and a product that skips the zeros is the faster one up to some density
/// (`Arithmetic.worthwhileDensity`).
///
/// A panel writes the lines of its own rows or columns, and they are read in a later phase of the job.
package final class SparseBatch: Sendable {
  private let byRow: Lines
  private let byColumn: Lines
  private let width: Int
  /// True when products read bfloat16 factors.
  private let isRounded: Bool

  /// Memory for batches of `batchSize × width`, whatever their non-zeros.
  package init(batchSize: Int, width: Int, precision: Precision = .float32) {
    byRow = Lines(sizes: Array(repeating: width, count: batchSize))
    byColumn = Lines(sizes: Array(repeating: batchSize, count: width))
    self.width = width
    isRounded = precision != .float32
  }

  /// What the memory for batches of `batchSize × width` takes, in bytes.
  package static func bytes(batchSize: Int, width: Int) -> Int {
    Lines.bytes(count: batchSize, total: batchSize * width)
      + Lines.bytes(count: width, total: batchSize * width)
  }

  /// What this one takes, in bytes.
  package var bytes: Int { byRow.bytes + byColumn.bytes }

  private init(byRow: Lines, byColumn: Lines, width: Int, isRounded: Bool) {
    self.byRow = byRow
    self.byColumn = byColumn
    self.width = width
    self.isRounded = isRounded
  }

  /// The non-zeros by rows, and by columns, as things that a step of a pass reads or writes.
  package var rowsIdentity: ObjectIdentifier { byRow.identity }
  package var columnsIdentity: ObjectIdentifier { byColumn.identity }

  /// A copy of the first `count` rows' non-zeros that takes no more memory than they need.
  package func compacted(count: Int) -> SparseBatch {
    SparseBatch(
      byRow: byRow.compacted(count: count), byColumn: byColumn.compacted(count: width), width: width,
      isRounded: isRounded)
  }

  /// Finds the non-zeros of some rows of x.
  package func compress(_ x: Window, rows: Range<Int>) {
    precondition(x.columns == width && rows.upperBound <= min(x.rows, byRow.count))
    strata_compress_rows(
      x.view, Int64(rows.lowerBound), Int64(rows.upperBound), isRounded, byRow.sparse)
  }

  /// Sorts the non-zeros of the first `count` rows by columns, for some of the columns.
  package func transpose(count: Int, columns: Range<Int>) {
    precondition(count <= byRow.count && columns.upperBound <= width)
    strata_transpose_rows(
      byRow.sparse, Int64(count), Int64(columns.lowerBound), Int64(columns.upperBound), byColumn.sparse)
  }

  /// y = x·W for some rows of x and as many of y, and some columns of W: width × any.
  package func multiply(_ weight: Place, columns: Range<Int>, into y: Window, rows: Range<Int>) {
    precondition(weight.rows == width && rows.upperBound <= min(byRow.count, y.rows))
    multiply(byRow, weight, columns: columns, into: y, rows: rows, beta: 0)
  }

  /// target = xᵀ·dy + beta · target, for some rows of the target and some columns of dy.
  package func multiplyTransposed(
    _ dy: Place, columns: Range<Int>, into target: Window, rows: Range<Int>, beta: Float
  ) {
    precondition(rows.upperBound <= min(width, target.rows))
    multiply(byColumn, dy, columns: columns, into: target, rows: rows, beta: beta)
  }

  /// The kernels read whole vectors past the last column, which lie in the place's buffer: it is longer than
  /// what it holds.
  private func multiply(
    _ x: Lines, _ w: Place, columns: Range<Int>, into y: Window, rows: Range<Int>, beta: Float
  ) {
    precondition(columns.upperBound <= w.columns && y.columns == columns.count)
    let from = w.window.columns(columns)
    let (begin, end) = (Int64(rows.lowerBound), Int64(rows.upperBound))
    if isRounded, from.rounded != nil {
      strata_sparse_product_rounded(x.sparse, begin, end, from.view, beta, y.target)
    } else {
      strata_sparse_product(x.sparse, begin, end, from.view, beta, y.target)
    }
  }

  /// Lines of non-zeros, and the memory that they take.
  private struct Lines: Sendable {
    private let counts: Memory<Int32>
    private let starts: Memory<Int64>
    private let indices: Memory<Int32>
    private let values: Memory<Float>

    /// Lines with room for so many non-zeros each.
    init(sizes: [Int]) {
      let total = sizes.reduce(0, +)
      counts = Memory(count: sizes.count)
      starts = Memory(count: sizes.count)
      indices = Memory(count: total)
      values = Memory(count: total)
      var start: Int64 = 0
      for (line, size) in sizes.enumerated() {
        starts[line] = start
        start += Int64(size)
      }
    }

    var count: Int { counts.count }
    var identity: ObjectIdentifier { ObjectIdentifier(counts) }
    var bytes: Int { Self.bytes(count: count, total: values.count) }

    static func bytes(count: Int, total: Int) -> Int {
      Memory<Int32>.bytes(count: count) + Memory<Int64>.bytes(count: count)
        + Memory<Int32>.bytes(count: total) + Memory<Float>.bytes(count: total)
    }

    /// As the C loops take them; to be made in the call that it is for, like a window's view.
    var sparse: strata_sparse {
      strata_sparse(
        counts: counts.pointer, starts: starts.pointer, indices: indices.pointer, values: values.pointer)
    }

    func compacted(count: Int) -> Lines {
      let copy = Lines(sizes: (0..<count).map { Int(counts[$0]) })
      for line in 0..<count {
        let (from, to, size) = (Int(starts[line]), Int(copy.starts[line]), Int(counts[line]))
        copy.counts[line] = counts[line]
        copy.indices.assign(indices, from..<from + size, at: to)
        copy.values.assign(values, from..<from + size, at: to)
      }
      return copy
    }
  }
}
