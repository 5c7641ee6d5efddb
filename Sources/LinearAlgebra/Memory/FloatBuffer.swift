/// Floats, and optionally a bfloat16 copy of each, which bfloat16 products read. Copies of a buffer share them.
///
/// The addresses never leave this module: a ``Place`` keeps the floats alive, and a ``Window`` on it ends
/// before its place does.
package struct FloatBuffer: Sendable {
  let floats: Memory<Float>
  let rounded: Memory<UInt16>?

  /// Numbers past the end that kernels may read, whole vectors at a time, without using them.
  private static let padding = 32

  /// `count` zeros.
  package init(count: Int, precision: Precision = .float32) {
    floats = Memory(count: count, padding: Self.padding, inHugePages: true)
    rounded =
      precision == .float32 ? nil : Memory(count: count, padding: Self.padding, inHugePages: true)
  }

  package var count: Int { floats.count }

  /// The place that starts `offset` floats in, its rows one behind the other without a gap.
  package func place(at offset: Int = 0, rows: Int, columns: Int) -> Place {
    Place(self, at: offset, rows: rows, columns: columns, stride: columns)
  }

  /// One of the floats.
  package subscript(index: Int) -> Float {
    get { floats[index] }
    nonmutating set { floats[index] = newValue }
  }

  /// What so many floats take, in bytes, with the copy that goes with a precision.
  package static func bytes(count: Int, precision: Precision = .float32) -> Int {
    let floats = Memory<Float>.bytes(count: count, padding: padding, inHugePages: true)
    guard precision != .float32 else { return floats }
    return floats + Memory<UInt16>.bytes(count: count, padding: padding, inHugePages: true)
  }

  /// What this one takes, in bytes.
  package var bytes: Int { Self.bytes(count: count, precision: rounded == nil ? .float32 : .bfloat16) }
}
