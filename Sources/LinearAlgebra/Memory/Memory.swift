internal import CStrataKernels

/// Numbers at an address that never changes, on a 64-byte boundary, allocated once and freed with their owner.
///
/// All memory that threads share is made of these, so that the compiler checks whatever is built on them and has to
/// be told to trust us in one place, here.
///
/// `@unchecked Sendable`: the address never changes. Who writes which numbers when is settled by the panels and
/// phases of a `Team.Job`: within a phase no panel reads what another one writes. Outside of a job one thread at a
/// time writes, the owner's.
package final class Memory<Element: BitwiseCopyable & AdditiveArithmetic & Sendable>: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Element>
  package let count: Int

  /// `count` zeros.
  package convenience init(count: Int) { self.init(count: count, padding: 0, inHugePages: false) }

  /// These numbers.
  package convenience init(_ numbers: [Element]) {
    self.init(count: numbers.count)
    for (index, number) in numbers.enumerated() { pointer[index] = number }
  }

  /// A copy of all numbers of another one.
  convenience init(copying other: Memory) {
    self.init(count: other.count)
    assign(other, 0..<other.count, at: 0)
  }

  /// `count` zeros.
  ///
  /// - Parameters:
  ///   - padding: zeros past the end that kernels may read, whole vectors at a time, without using them.
  ///   - inHugePages: true to ask for huge pages where there are enough numbers to fill one.
  init(count: Int, padding: Int, inHugePages: Bool) {
    let places = Self.places(count: count, padding: padding)
    let bytes = Self.bytes(count: count, padding: padding, inHugePages: inHugePages)
    let isHuge = inHugePages && bytes >= HugePages.size
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: isHuge ? HugePages.size : 64)
    // Only a hint: where the system has no huge pages the small ones do.
    if isHuge { strata_prefer_huge_pages(memory, bytes) }
    pointer = memory.bindMemory(to: Element.self, capacity: places)
    pointer.initialize(repeating: .zero, count: places)
    self.count = count
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }

  /// What so many numbers take, in bytes.
  package static func bytes(count: Int) -> Int { bytes(count: count, padding: 0, inHugePages: false) }

  /// What so many numbers take, in bytes: whole pages where they are huge, or the last part would lie in small
  /// ones.
  static func bytes(count: Int, padding: Int, inHugePages: Bool) -> Int {
    let bytes = places(count: count, padding: padding) * MemoryLayout<Element>.stride
    guard inHugePages && bytes >= HugePages.size else { return bytes }
    return (bytes + HugePages.size - 1) / HugePages.size * HugePages.size
  }

  /// At least one, so that there is an address.
  private static func places(count: Int, padding: Int) -> Int { max(count + padding, 1) }

  /// One of the numbers.
  package subscript(index: Int) -> Element {
    get {
      precondition(0 <= index && index < count, "number \(index) of \(count)")
      return pointer[index]
    }
    set {
      precondition(0 <= index && index < count, "number \(index) of \(count)")
      pointer[index] = newValue
    }
  }

  /// Copies some numbers of another one in, the first of them to `place`.
  func assign(_ other: Memory, _ range: Range<Int>, at place: Int) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= other.count, "numbers \(range) of \(other.count)")
    precondition(place >= 0 && place + range.count <= count, "\(range.count) numbers at \(place) of \(count)")
    (pointer + place).update(from: other.pointer + range.lowerBound, count: range.count)
  }
}

/// A product that jumps from row to row of a weight touches a page with each; few large pages are found
/// faster than many small ones.
private enum HugePages {
  static let size = 1 << 21
}
