internal import StrataFiles

extension NPYArray {
  /// The elements of an array of `uint8`, sharing its memory; nil for another type.
  public var bytes: ArraySlice<UInt8>? { element == .byte ? data : nil }

  /// The elements as Float32, the last dimension varying fastest. Whole numbers beyond 2²⁴ are rounded.
  ///
  /// - Parameter allowingNaN: true to let through what is not a number, which then means that there is none.
  /// - Throws: `InputError` when they are text, or when one of them is not finite, or no finite Float32.
  public func floats(allowingNaN: Bool = false) throws -> [Float] {
    try ObtainableMemory.require(4 * count, at: place)
    let values: [Float]
    switch element {
    case .bool: values = integers(UInt8.self) { $0 == 0 ? 0 : 1 }
    case .integer(1, true): values = integers(Int8.self) { Float($0) }
    case .integer(1, false): values = integers(UInt8.self) { Float($0) }
    case .integer(2, true): values = integers(Int16.self) { Float($0) }
    case .integer(2, false): values = integers(UInt16.self) { Float($0) }
    case .integer(4, true): values = integers(Int32.self) { Float($0) }
    case .integer(4, false): values = integers(UInt32.self) { Float($0) }
    case .integer(_, true): values = integers(Int64.self) { Float($0) }
    case .integer(_, false): values = integers(UInt64.self) { Float($0) }
    case .float(2): values = integers(UInt16.self) { Float(Float16(bitPattern: $0)) }
    case .float(4): values = integers(UInt32.self) { Float(bitPattern: $0) }
    case .float: values = integers(UInt64.self) { Float(Double(bitPattern: $0)) }
    case .text, .bytes: throw wrongType(expected: "numbers")
    }
    guard case .float = element else { return values }
    if let index = values.firstIndex(where: { !$0.isFinite && !(allowingNaN && $0.isNaN) }) {
      if case .float(8) = element, case let wide = double(at: index), wide.isFinite {
        throw InputError(
          .malformedData, at: place, expected: "numbers of at most \(Float.greatestFiniteMagnitude)",
          found: "\(wide) at \(words(index))", advice: "scale the numbers down, or leave that example out")
      }
      throw InputError(
        .malformedData, at: place, expected: "finite numbers", found: "\(values[index]) at \(words(index))",
        advice: "find out where it comes from, and leave that example out, or put a number there")
    }
    return values
  }

  /// An element of an array of float64.
  private func double(at index: Int) -> Double {
    let bits = data.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self) }
    return Double(bitPattern: isBigEndian ? UInt64(bigEndian: bits) : UInt64(littleEndian: bits))
  }

  /// The elements as whole numbers; floats only when they are whole.
  ///
  /// - Throws: `InputError` when they are text, or when one of them is no whole number below 2⁶³.
  public func integers() throws -> [Int] {
    try wholeNumbers().enumerated().map { index, value in
      guard let value else { throw notWhole("nan", index) }
      return value
    }
  }

  /// The elements as whole numbers; nil for what is not a number.
  func wholeNumbers() throws -> [Int?] {
    try ObtainableMemory.require(16 * count, at: place)
    switch element {
    case .bool: return integers(UInt8.self) { $0 == 0 ? 0 : 1 }
    case .integer(1, true): return integers(Int8.self) { Int($0) }
    case .integer(1, false): return integers(UInt8.self) { Int($0) }
    case .integer(2, true): return integers(Int16.self) { Int($0) }
    case .integer(2, false): return integers(UInt16.self) { Int($0) }
    case .integer(4, true): return integers(Int32.self) { Int($0) }
    case .integer(4, false): return integers(UInt32.self) { Int($0) }
    case .integer(_, true): return integers(Int64.self) { Int($0) }
    case .integer(_, false):
      let values = integers(UInt64.self) { Int(exactly: $0) }
      if let index = values.firstIndex(of: nil) {
        throw notWhole("a larger one", index, advice: "give them as words: array.astype(str)")
      }
      return values
    case .float(2): return try whole(integers(UInt16.self) { Double(Float16(bitPattern: $0)) })
    case .float(4): return try whole(integers(UInt32.self) { Double(Float(bitPattern: $0)) })
    case .float: return try whole(integers(UInt64.self) { Double(bitPattern: $0) })
    case .text, .bytes: throw wrongType(expected: "whole numbers")
    }
  }

  private func whole(_ values: [Double]) throws -> [Int?] {
    try values.enumerated().map { index, value in
      if value.isNaN { return nil }
      guard let whole = Int(exactly: value) else { throw notWhole("\(value)", index) }
      return whole
    }
  }

  /// Each element's bits, one after the other.
  @inline(__always)
  private func integers<Bits: FixedWidthInteger & BitwiseCopyable, Value>(
    _: Bits.Type, _ value: (Bits) -> Value
  ) -> [Value] {
    let isSwapped = isBigEndian
    return data.withUnsafeBytes { source in
      [Value](unsafeUninitializedCapacity: count) { target, initialized in
        let size = MemoryLayout<Bits>.size
        for index in 0..<target.count where index < count {
          let bits = source.loadUnaligned(fromByteOffset: index * size, as: Bits.self)
          target.initializeElement(
            at: index, to: value(isSwapped ? Bits(bigEndian: bits) : Bits(littleEndian: bits)))
        }
        initialized = count
      }
    }
  }

  private func notWhole(
    _ found: String, _ index: Int,
    advice: Wording = "classes are whole numbers or words; numbers that were measured are not predicted"
  ) -> InputError {
    InputError(
      .malformedData, at: place, expected: "whole numbers below 2 to the 63",
      found: "\(found) at \(words(index))",
      advice: advice)
  }

  func wrongType(expected: String) -> InputError { Self.wrongType(title, expected: expected, at: place) }

  static func wrongType(_ title: String, expected: String, at place: String) -> InputError {
    InputError(
      .malformedData, at: place, expected: expected, found: title,
      advice: "give another array, or convert it: array.astype(…)")
  }

  /// Where an element is, as NumPy counts: `element 5`, or `element [0, 5]`.
  func words(_ index: Int) -> String {
    guard shape.count > 1 else { return "element \(index)" }
    var rest = index
    var places: [Int] = []
    for size in shape.reversed() {
      places.append(rest % size)
      rest /= size
    }
    return "element \(Array(places.reversed()))"
  }
}
