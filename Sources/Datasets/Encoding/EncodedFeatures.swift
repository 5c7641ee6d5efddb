internal import StrataLinearAlgebra

/// Raw numbers, encoded as they are copied: (x − shift) · factor for each column, so that neither the numbers nor their
/// encoded form are held twice.
struct EncodedFeatures: Features {
  /// The raw numbers.
  let base: any Features
  /// What is subtracted: one number, or one for each column.
  let shift: [Float]
  /// What the difference is multiplied with: as many.
  let factor: [Float]
  /// What results are kept within.
  let bounds: ClosedRange<Float>
  private let knownRange = KnownRange(nil)

  /// All that Float32 has.
  static let unbounded = -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude

  init(base: any Features, shift: [Float], factor: [Float], bounds: ClosedRange<Float>) {
    (self.base, self.shift, self.factor, self.bounds) = (base, shift, factor, bounds)
  }

  var rows: Int { base.rows }
  var columns: Int { base.columns }

  func encoded(_ value: Float, column: Int) -> Float {
    let place = shift.count == 1 ? 0 : column
    return min(max((value - shift[place]) * factor[place], bounds.lowerBound), bounds.upperBound)
  }

  func copy(
    rows: UnsafeBufferPointer<Int32>, columns share: Range<Int>, into batch: UnsafeMutablePointer<Float>,
    stride: Int
  ) {
    base.copy(rows: rows, columns: share, into: batch, stride: stride)
    for row in rows.indices {
      let values = batch + row * stride
      for column in share { values[column] = encoded(values[column], column: column) }
    }
  }

  func exchange(
    columns share: Range<Int>, with partners: UnsafePointer<Int32>, into row: UnsafeMutablePointer<Float>
  ) {
    base.exchange(columns: share, with: partners, into: row)
    for (index, column) in share.enumerated() where partners[index] >= 0 {
      row[column] = encoded(row[column], column: column)
    }
  }

  func expect(_ rows: UnsafeBufferPointer<Int32>) { base.expect(rows) }

  var uncut: (any Features)? {
    guard bounds != Self.unbounded else { return nil }
    return EncodedFeatures(base: base, shift: shift, factor: factor, bounds: Self.unbounded)
  }

  func requireIntact() throws { try base.requireIntact() }

  /// The share of numbers that are not zero when they are encoded, among the first rows.
  var density: Float { matrix(rows: 0..<min(rows, max(1, (1 << 18) / max(columns, 1)))).density }

  /// The smallest and the largest number when encoded, found when first asked for.
  var range: ClosedRange<Float>? { knownRange.value { foundRange } }

  private var foundRange: ClosedRange<Float>? {
    var found: ClosedRange<Float>?
    let piece = max(1, (1 << 18) / max(columns, 1))
    for first in stride(from: 0, to: rows, by: piece) {
      guard let next = matrix(rows: first..<min(first + piece, rows)).range else { return nil }
      found = found.map { min($0.lowerBound, next.lowerBound)...max($0.upperBound, next.upperBound) } ?? next
    }
    return found
  }
}
