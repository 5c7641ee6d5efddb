internal import CStrataKernels

/// Floats on a 64-byte boundary, allocated once and freed with their owner. Optionally with a bfloat16 copy
/// of each, which bfloat16 products read.
///
/// The addresses never leave this module: a ``Place`` keeps the buffer alive, and a ``Window`` on it ends
/// before its place does.
///
/// `@unchecked Sendable`: the addresses never change. Who writes which floats when is settled by the
/// phases of a `Team.Job`: within a phase no panel reads what another one writes.
package final class FloatBuffer: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Float>
  let rounded: UnsafeMutablePointer<UInt16>?
  package let count: Int

  /// Numbers past the end that kernels may read, whole vectors at a time, without using them.
  private static let padding = 32

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

  /// The place that starts `offset` floats in.
  package func place(at offset: Int = 0, rows: Int, columns: Int) -> Place {
    Place(self, at: offset, rows: rows, columns: columns, stride: columns)
  }

  /// One of the floats.
  package subscript(index: Int) -> Float {
    get {
      precondition(0 <= index && index < count, "float \(index) of \(count)")
      return pointer[index]
    }
    set {
      precondition(0 <= index && index < count, "float \(index) of \(count)")
      pointer[index] = newValue
    }
  }

  /// A product that jumps from row to row of a weight touches a page with each; few large pages are found
  /// faster than many small ones.
  private static let hugePage = 1 << 21

  /// What so many floats take, in bytes, with the copy that goes with a precision.
  package static func bytes(count: Int, precision: Precision = .float32) -> Int {
    let count = count + padding
    return taken(count * MemoryLayout<Float>.stride)
      + (precision == .float32 ? 0 : taken(count * MemoryLayout<UInt16>.stride))
  }

  /// What this one takes, in bytes.
  package var bytes: Int { Self.bytes(count: count, precision: rounded == nil ? .float32 : .bfloat16) }

  /// Whole pages where they are huge, or the last part would lie in small ones.
  private static func taken(_ bytes: Int) -> Int {
    bytes >= hugePage ? (bytes + hugePage - 1) / hugePage * hugePage : bytes
  }

  private static func zeros<Number: Numeric>(_ count: Int) -> UnsafeMutablePointer<Number> {
    let bytes = count * MemoryLayout<Number>.stride
    let isLarge = bytes >= Self.hugePage
    let taken = taken(bytes)
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: taken, alignment: isLarge ? Self.hugePage : 64)
    // Only a hint: where the system has no huge pages the small ones do.
    if isLarge { strata_prefer_huge_pages(memory, taken) }
    let numbers = memory.bindMemory(to: Number.self, capacity: count)
    numbers.initialize(repeating: 0, count: count)
    return numbers
  }
}
