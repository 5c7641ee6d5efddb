extension Features {
  /// Some of the rows, which share this one's storage.
  public subscript(rows range: Range<Int>) -> any Features {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    if range == 0..<rows { return self }
    if let bytes = self as? ByteMatrix { return bytes[rows: range] }
    if let stored = self as? StoredRows { return stored[rows: range] }
    if let slice = self as? FeatureSlice {
      let first = slice.first + range.lowerBound
      return FeatureSlice(base: slice.base, first: first, rows: range.count)
    }
    return FeatureSlice(base: self, first: range.lowerBound, rows: range.count)
  }
}

/// A stretch of rows of other features.
private struct FeatureSlice: Features {
  let base: any Features
  let first: Int
  let rows: Int

  var columns: Int { base.columns }
  var density: Float { matrix(rows: 0..<min(rows, max(1, (1 << 20) / max(columns, 1)))).density }

  /// Found in pieces, so that it takes no memory to speak of.
  var range: ClosedRange<Float>? {
    var found: ClosedRange<Float>?
    let piece = max(1, (1 << 20) / max(columns, 1))
    for start in stride(from: 0, to: rows, by: piece) {
      guard let next = matrix(rows: start..<min(start + piece, rows)).range else { return nil }
      found = found.map { min($0.lowerBound, next.lowerBound)...max($0.upperBound, next.upperBound) } ?? next
    }
    return found
  }

  func copy(
    rows: UnsafeBufferPointer<Int32>, columns share: Range<Int>, into batch: UnsafeMutablePointer<Float>,
    stride: Int
  ) {
    moved(rows) { base.copy(rows: $0, columns: share, into: batch, stride: stride) }
  }

  func exchange(
    columns share: Range<Int>, with partners: UnsafePointer<Int32>, into row: UnsafeMutablePointer<Float>
  ) {
    moved(UnsafeBufferPointer(start: partners, count: share.count)) { moved in
      guard let address = moved.baseAddress else { return }
      base.exchange(columns: share, with: address, into: row)
    }
  }

  func expect(_ rows: UnsafeBufferPointer<Int32>) { moved(rows) { base.expect($0) } }

  var uncut: (any Features)? { base.uncut.map { FeatureSlice(base: $0, first: first, rows: rows) } }

  func requireIntact() throws { try base.requireIntact() }

  /// Rows of the base in place of rows of this part of it; negative ones stay as they are.
  private func moved(_ rows: UnsafeBufferPointer<Int32>, _ body: (UnsafeBufferPointer<Int32>) -> Void) {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: rows.count) { buffer in
      for (index, row) in rows.enumerated() { buffer[index] = row < 0 ? row : row + Int32(first) }
      body(UnsafeBufferPointer(buffer))
    }
  }
}
