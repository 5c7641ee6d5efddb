internal import StrataFiles

extension NPYArray {
  /// The elements of an array of text, without the zeros that fill up the shorter ones.
  ///
  /// - Throws: `InputError` when they are numbers, or when one of them is no valid text.
  public func strings() throws -> [String] {
    try ObtainableMemory.require(MemoryLayout<String>.stride * count, at: place)
    let read: (ArraySlice<UInt8>) -> String?
    switch element {
    case .text: read = { isBigEndian ? utf32($0) { $0.bigEndian } : utf32($0) { $0.littleEndian } }
    case .bytes: read = { String(validating: $0[..<end(of: $0)], as: UTF8.self) }
    case .bool, .integer, .float: throw wrongType(expected: "text")
    }
    return try (0..<count).map { index in
      let start = data.startIndex + index * element.size
      guard let text = read(data[start..<start + element.size]) else {
        throw InputError(
          .malformedData, at: place, expected: "text", found: "what is none at \(words(index))",
          advice: "write it again: numpy.save(file, array.astype(str))")
      }
      return text
    }
  }

  private func end(of bytes: ArraySlice<UInt8>) -> Int {
    bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? bytes.startIndex
  }

  /// Text of four bytes to a scalar; nil when one is none.
  private func utf32(_ bytes: ArraySlice<UInt8>, _ order: (UInt32) -> UInt32) -> String? {
    var codes = bytes.withUnsafeBytes { source in
      (0..<source.count / 4).map { order(source.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)) }
    }
    while codes.last == 0 { codes.removeLast() }
    var text = String.UnicodeScalarView()
    for code in codes {
      guard let scalar = Unicode.Scalar(code) else { return nil }
      text.append(scalar)
    }
    return String(text)
  }
}
