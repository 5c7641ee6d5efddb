/// The order in which the elements of an array lie in memory.
enum AxisOrder {
  /// The elements of an array in Fortran's order (the first dimension varies fastest) in C's order (the last does).
  ///
  /// - Parameter size: the bytes of an element; there are as many elements as the shape says.
  static func lastVaryingFastest(_ data: ArraySlice<UInt8>, shape: [Int], size: Int) -> [UInt8] {
    data.withUnsafeBytes { source in
      [UInt8](unsafeUninitializedCapacity: source.count) { buffer, count in
        count = source.count
        let target = UnsafeMutableRawBufferPointer(buffer)
        switch size {
        case 1: reorder(source, into: target, shape, UInt8.self)
        case 2: reorder(source, into: target, shape, UInt16.self)
        case 4: reorder(source, into: target, shape, UInt32.self)
        case 8: reorder(source, into: target, shape, UInt64.self)
        default:
          for (index, place) in Places(shape).enumerated() {
            for byte in 0..<size { target[index * size + byte] = source[place * size + byte] }
          }
        }
      }
    }
  }

  /// A row of the last dimension at a time.
  @inline(__always)
  private static func reorder<Element: BitwiseCopyable>(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer, _ shape: [Int],
    _: Element.Type
  ) {
    guard let length = shape.last, !source.isEmpty else { return }
    let size = MemoryLayout<Element>.size
    let stride = shape.dropLast().reduce(1, *)
    var next = 0
    for start in Places(shape.dropLast()) {
      for column in 0..<length {
        let element = source.loadUnaligned(fromByteOffset: (start + column * stride) * size, as: Element.self)
        target.storeBytes(of: element, toByteOffset: next, as: Element.self)
        next += size
      }
    }
  }

  /// For each element in C's order, where it lies in Fortran's.
  private struct Places: Sequence, IteratorProtocol {
    private let shape: [Int]
    private var index: [Int]
    private var place = 0
    private var left: Int

    init(_ shape: some Collection<Int>) {
      self.shape = Array(shape)
      index = Array(repeating: 0, count: shape.count)
      left = shape.reduce(1, *)
    }

    mutating func next() -> Int? {
      guard left > 0 else { return nil }
      left -= 1
      let result = place
      var stride = shape.reduce(1, *)
      for axis in shape.indices.reversed() {
        stride /= shape[axis]
        index[axis] += 1
        place += stride
        if index[axis] < shape[axis] { break }
        index[axis] = 0
        place -= stride * shape[axis]
      }
      return result
    }
  }
}
