/// The content of a file, read once from its start to its end.
package protocol ByteSource: ~Copyable {
  /// The file, as errors name it.
  var path: String { get }
  /// Throws when the file cannot hold `count` bytes of content; asked before memory is taken for them.
  func requireContent(of count: Int) throws
  /// Fills the buffer and returns its length, or a smaller number where the content ends.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension ByteSource where Self: ~Copyable {
  /// The next `count` bytes, or fewer where the content ends.
  package mutating func read(_ count: Int) throws -> [UInt8] {
    try ObtainableMemory.require(count, at: path)
    return try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = try read(into: UnsafeMutableRawBufferPointer(buffer))
    }
  }
}
