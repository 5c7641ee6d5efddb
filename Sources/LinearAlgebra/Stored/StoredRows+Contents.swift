internal import Synchronization

extension StoredRows {
  /// The smallest and the largest number, found in one pass over the file when first asked for.
  public var range: ClosedRange<Float>? {
    knownRange.value {
      var found: ClosedRange<Float>?
      for piece in Self.pieces(of: 0..<rows, columns: columns) {
        let next = bytes(rows: piece).map(\.range) ?? matrix(rows: piece).range
        guard let next else { return nil }
        found =
          found.map { min($0.lowerBound, next.lowerBound)...max($0.upperBound, next.upperBound) } ?? next
      }
      return found
    }
  }

  /// The share of numbers that are not zero, among the first million.
  public var density: Float {
    let count = min(rows, (densitySample - 1) / max(columns, 1) + 1)
    let sample = matrix(rows: 0..<count).elements.prefix(densitySample)
    return Float(sample.count { $0 != 0 }) / Float(max(sample.count, 1))
  }
}

/// A range that is found when first asked for, and then known to all copies.
package final class KnownRange: Sendable {
  private let found: Mutex<ClosedRange<Float>??>

  package init(_ range: ClosedRange<Float>?) { found = Mutex(range.map(Optional.some)) }

  package func value(_ find: () -> ClosedRange<Float>?) -> ClosedRange<Float>? {
    found.withLock { found in
      if let found { return found }
      let range = find()
      found = .some(range)
      return range
    }
  }
}
