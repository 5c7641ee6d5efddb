/// An array of bytes with its dimensions: what an IDX file holds.
public struct IDXArray: Sendable, Equatable {
  /// The sizes, outermost first: `[60000, 28, 28]` for images, `[60000]` for labels.
  public let dimensions: [Int]
  /// The bytes, the last dimension varying fastest.
  public let bytes: [UInt8]

  /// An array from its bytes. Traps unless there are as many as the dimensions say.
  public init(dimensions: [Int], bytes: [UInt8]) {
    precondition(
      bytes.count == dimensions.reduce(1, *), "\(bytes.count) bytes for dimensions \(dimensions)")
    self.dimensions = dimensions
    self.bytes = bytes
  }

  /// The size of the outermost dimension: how many images or labels.
  public var count: Int { dimensions.first ?? 0 }

  /// What precedes the bytes in an IDX file: two zeros, the type (8: unsigned byte), the number of
  /// dimensions, and each size in four bytes, the most significant first.
  package var header: [UInt8] {
    [0, 0, IDXHeader.unsignedByte, UInt8(dimensions.count)]
      + dimensions.flatMap { size in (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) } }
  }
}
