/// Whole numbers at a fixed address: which examples are in a batch, or their labels.
///
/// `@unchecked Sendable`: the address never changes; the owner writes between the runs of a job, and the
/// workers only read.
package final class IndexBuffer: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Int32>
  package let count: Int

  /// `count` zeros.
  package init(count: Int) {
    pointer = .allocate(capacity: max(count, 1))
    pointer.initialize(repeating: 0, count: max(count, 1))
    self.count = count
  }

  /// These numbers.
  package convenience init(_ numbers: [Int32]) {
    self.init(count: numbers.count)
    for (place, number) in numbers.enumerated() { self[place] = number }
  }

  /// What so many numbers take, in bytes.
  package static func bytes(count: Int) -> Int { max(count, 1) * MemoryLayout<Int32>.stride }

  deinit { pointer.deallocate() }

  /// One of the numbers.
  package subscript(index: Int) -> Int32 {
    get {
      precondition(0 <= index && index < count, "number \(index) of \(count)")
      return pointer[index]
    }
    set {
      precondition(0 <= index && index < count, "number \(index) of \(count)")
      pointer[index] = newValue
    }
  }
}
