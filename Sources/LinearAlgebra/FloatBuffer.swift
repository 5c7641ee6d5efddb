internal import CKernels

/// Floats on a 64-byte boundary, allocated once and freed with their owner; with a bfloat16 beside each
/// where products are to be had of those.
///
/// `@unchecked Sendable`: the addresses never change; the floats are shared as `UnsafeMatrix` says.
package final class FloatBuffer: @unchecked Sendable {
  package let pointer: UnsafeMutablePointer<Float>
  private let rounded: UnsafeMutablePointer<UInt16>?
  package let count: Int

  /// Floats past the end that kernels may read, whole vectors at a time, without using them.
  private static let padding = 16

  /// `count` zeros.
  package init(count: Int, precision: Precision = .float32) {
    pointer = Self.zeros(count + Self.padding)
    rounded = precision == .float32 ? nil : Self.zeros(count + Self.padding)
    self.count = count
  }

  deinit {
    UnsafeMutableRawPointer(pointer).deallocate()
    if let rounded { UnsafeMutableRawPointer(rounded).deallocate() }
  }

  /// The window that starts `offset` floats in.
  package func matrix(at offset: Int = 0, rows: Int, columns: Int) -> UnsafeMatrix {
    precondition(offset + rows * columns <= count, "a window past the end of its buffer")
    return UnsafeMatrix(
      pointer + offset, rounded: rounded.map { $0 + offset }, rows: rows, columns: columns,
      stride: columns)
  }

  /// A product that jumps from row to row of a weight touches a page with each; few large pages are found
  /// faster than many small ones.
  private static let hugePage = 1 << 21

  private static func zeros<Number: Numeric>(_ count: Int) -> UnsafeMutablePointer<Number> {
    let bytes = count * MemoryLayout<Number>.stride
    let isLarge = bytes >= Self.hugePage
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? Self.hugePage : 64)
    // Only a hint: where the system has no huge pages the small ones do.
    if isLarge { strata_prefer_huge_pages(memory, bytes) }
    let numbers = memory.bindMemory(to: Number.self, capacity: count)
    numbers.initialize(repeating: 0, count: count)
    return numbers
  }
}
