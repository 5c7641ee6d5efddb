internal import CStrataKernels

extension StoredRows {
  /// As many rows are read at once as take up this much.
  private static let pieceSize = 1 << 18

  /// Reads columns of some rows into a batch.
  public func copy(
    rows: UnsafeBufferPointer<Int32>, columns share: Range<Int>, into batch: UnsafeMutablePointer<Float>,
    stride: Int
  ) {
    // Whole rows that lie side by side are one read.
    let most = share == 0..<columns ? max(1, Self.pieceSize / max(columns * element.size, 1)) : 1
    var done = 0
    while done < rows.count {
      let row = place(ofRow: Int(rows[done]))
      var count = 1
      while count < most, done + count < rows.count, place(ofRow: Int(rows[done + count])) == row + count {
        count += 1
      }
      let target = batch + done * stride + share.lowerBound
      read(row, count, share, into: target, stride: stride)
      done += count
    }
  }

  /// Reads columns of `count` rows of the file that follow each other.
  private func read(
    _ row: Int, _ count: Int, _ share: Range<Int>, into target: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let offset = start + (row * columns + share.lowerBound) * element.size
    switch element {
    case .float32 where count == 1 || stride == columns:
      file.read(
        into: UnsafeMutableRawBufferPointer(start: target, count: count * share.count * 4), at: offset)
    case .float32:
      for line in 0..<count {
        let room = UnsafeMutableRawBufferPointer(start: target + line * stride, count: share.count * 4)
        file.read(into: room, at: offset + line * columns * 4)
      }
    case .byte:
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count * share.count) { bytes in
        guard let source = bytes.baseAddress else { return }
        file.read(into: UnsafeMutableRawBufferPointer(bytes), at: offset)
        for line in 0..<count {
          var first: Int32 = 0
          strata_gather_bytes(
            source + line * share.count, 0, &first, 1, 0, Int64(share.count), ByteMatrix.scale,
            target + line * stride, 0)
        }
      }
    }
  }

  /// Reads values of other rows into a row, one by one.
  public func exchange(
    columns share: Range<Int>, with partners: UnsafePointer<Int32>, into row: UnsafeMutablePointer<Float>
  ) {
    for (index, column) in share.enumerated() where partners[index] >= 0 {
      read(place(ofRow: Int(partners[index])), 1, column..<column + 1, into: row + column, stride: columns)
    }
  }

  /// Tells the system which rows come next, where it cannot have all of them in memory.
  public func expect(_ rows: UnsafeBufferPointer<Int32>) {
    guard file.isLargerThanMemory else { return }
    for row in rows {
      file.expect(
        columns * element.size, at: start + place(ofRow: Int(row)) * columns * element.size)
    }
  }

  /// Some rows as bytes; nil where they are none.
  package func bytes(rows range: Range<Int>) -> ByteMatrix? {
    guard element == .byte else { return nil }
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count * columns) { buffer, filled in
      var done = 0
      while done < range.count {
        let row = place(ofRow: range.lowerBound + done)
        var count = 1
        while done + count < range.count, place(ofRow: range.lowerBound + done + count) == row + count {
          count += 1
        }
        file.read(
          into: UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(buffer)[done * columns..<(done + count) * columns]),
          at: start + row * columns)
        done += count
      }
      filled = range.count * columns
    }
    return ByteMatrix(rows: range.count, columns: columns, bytes)
  }

  /// Stretches of rows that are read one after the other, few enough to take no memory to speak of.
  package static func pieces(of range: Range<Int>, columns: Int) -> [Range<Int>] {
    let size = max(1, (1 << 20) / max(columns, 1))
    return stride(from: range.lowerBound, to: range.upperBound, by: size).map {
      $0..<min($0 + size, range.upperBound)
    }
  }
}
