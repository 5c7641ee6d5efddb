/// How the rows and columns of a stored picture lie, as a camera notes it in the tag 0x0112 (Exif 2.32, section 4.6.4).
package enum Orientation: Int, Sendable, CaseIterable {
  /// The first row is the top, the first column the left side.
  case upright = 1
  /// Left and right are exchanged.
  case mirrored
  /// It stands on its head.
  case upsideDown
  /// Top and bottom are exchanged.
  case flipped
  /// The first row is the left side, the first column the top.
  case transposed
  /// The first row is the right side, the first column the top.
  case quarterTurn
  /// The first row is the right side, the first column the bottom.
  case transversed
  /// The first row is the left side, the first column the bottom.
  case threeQuarterTurn

  /// True where rows of the stored picture are columns of the upright one.
  package var exchangesSides: Bool { rawValue >= Self.transposed.rawValue }

  /// What a block of Exif data says (TIFF 6.0, section 2); upright where it says nothing, or nothing that can be.
  package init(exif block: ArraySlice<UInt8>) {
    self = Self.tag(of: block).flatMap(Orientation.init) ?? .upright
  }

  /// The number in the tag of the first directory.
  private static func tag(of block: ArraySlice<UInt8>) -> Int? {
    let isLittle = block.starts(with: [0x49, 0x49, 0x2a, 0])
    guard isLittle || block.starts(with: [0x4d, 0x4d, 0, 0x2a]) else { return nil }
    func number(_ offset: Int, _ count: Int) -> Int? {
      isLittle ? block.littleEndian(at: offset, count) : block.bigEndian(at: offset, count)
    }
    guard let directory = number(4, 4), let entries = number(directory, 2) else { return nil }
    for entry in 0..<entries {
      let place = directory + 2 + 12 * entry
      guard let tag = number(place, 2) else { return nil }
      // One number of the type SHORT stands in the entry itself.
      if tag == 0x0112 { return number(place + 2, 2) == 3 ? number(place + 8, 2) : nil }
    }
    return nil
  }
}

extension RandomAccessCollection<UInt8> where Index == Int {
  /// An unsigned number of at most four bytes, the most significant first; nil where the bytes end before.
  func bigEndian(at offset: Int, _ size: Int) -> Int? {
    field(at: offset, size)?.reduce(0) { $0 << 8 | Int($1) }
  }

  /// An unsigned number of at most four bytes, the least significant first; nil where the bytes end before.
  func littleEndian(at offset: Int, _ size: Int) -> Int? {
    field(at: offset, size)?.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private func field(at offset: Int, _ size: Int) -> SubSequence? {
    guard offset >= 0, size <= count, offset <= count - size else { return nil }
    return self[startIndex + offset..<startIndex + offset + size]
  }
}
