/// Some of other examples, in some order; they share those ones' storage.
package struct SelectedRows: Features {
  private let base: any Features
  private let chosen: [Int32]

  /// - Parameter chosen: rows of `base`.
  package init(_ base: any Features, _ chosen: [Int32]) {
    self.base = base
    self.chosen = chosen
  }

  package var rows: Int { chosen.count }
  package var columns: Int { base.columns }
  package var range: ClosedRange<Float>? { matrix.range }
  package var density: Float { base.density }

  package func requireIntact() throws { try base.requireIntact() }

  package func expect(_ rows: UnsafeBufferPointer<Int32>) {
    rows.map { chosen[Int($0)] }.withUnsafeBufferPointer { base.expect($0) }
  }

  package func copy(
    rows: UnsafeBufferPointer<Int32>, columns share: Range<Int>, into batch: UnsafeMutablePointer<Float>,
    stride: Int
  ) {
    rows.map { chosen[Int($0)] }.withUnsafeBufferPointer {
      base.copy(rows: $0, columns: share, into: batch, stride: stride)
    }
  }
}
