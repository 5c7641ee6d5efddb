/// Doubles at a fixed address, allocated once and freed with their owner.
///
/// `@unchecked Sendable`: the address never changes; who writes which numbers when is settled by the panels of
/// a `Team.Job`: none reads what another one writes.
final class DoubleBuffer: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Double>
  let count: Int

  /// `count` zeros.
  init(count: Int) {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Double>.stride, alignment: 64)
    pointer = memory.bindMemory(to: Double.self, capacity: max(count, 1))
    pointer.initialize(repeating: 0, count: max(count, 1))
    self.count = count
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }

  /// One of the numbers.
  subscript(index: Int) -> Double {
    get {
      precondition(0 <= index && index < count, "double \(index) of \(count)")
      return pointer[index]
    }
    set {
      precondition(0 <= index && index < count, "double \(index) of \(count)")
      pointer[index] = newValue
    }
  }

  /// Copies another buffer's numbers in. Traps unless there are as many.
  func assign(_ other: DoubleBuffer) {
    precondition(other.count == count, "\(other.count) doubles into \(count)")
    pointer.update(from: other.pointer, count: count)
  }
}
