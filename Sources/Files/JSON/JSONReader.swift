/// Reads JSON (RFC 8259) in one pass, and refuses what Foundation lets through.
///
/// A key that comes twice in an object, nesting deeper than `maximumDepth`, invalid UTF-8 and half a
/// surrogate pair are errors. The caller asks for what it expects, so nothing is built but what it keeps.
package struct JSONReader {
  /// The deepest nesting of objects and arrays.
  package static let maximumDepth = 64

  /// What is being read; a caller narrows it while it reads a part.
  package var place: String
  private let advice: Wording
  package let bytes: ArraySlice<UInt8>
  package var position: Int
  private var depth = 0

  /// A reader of the text in `bytes`; errors name `place` and give `advice`.
  package init(_ bytes: ArraySlice<UInt8>, at place: String, advice: Wording) {
    self.bytes = bytes
    self.place = place
    self.advice = advice
    position = bytes.startIndex
  }

  /// The next byte, not yet taken; nil at the end.
  package var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  /// The error at this position.
  package func unexpected(_ expected: String) -> InputError {
    let found =
      switch next {
      case nil: "the end"
      case .some(let byte) where (0x21..<0x7f).contains(byte): "'\(Unicode.Scalar(byte))'"
      case .some(let byte): "the byte 0x" + String(byte, radix: 16)
      }
    return error(expected: expected, found: found)
  }

  package func error(expected: String, found: String) -> InputError {
    InputError(
      .malformedData, at: "\(place), byte \(position - bytes.startIndex)", expected: expected,
      found: found, advice: advice)
  }

  package mutating func skipWhitespace() {
    while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
  }

  /// Takes the next byte if it is `character`.
  package mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  package mutating func expect(_ character: Unicode.Scalar, _ expected: String) throws(InputError) {
    skipWhitespace()
    guard take(character) else { throw unexpected(expected) }
  }

  /// Checks that nothing but whitespace is left.
  package mutating func end() throws(InputError) {
    skipWhitespace()
    guard next == nil else { throw unexpected("the end of the text") }
  }
}

// MARK: - Objects and arrays

extension JSONReader {
  /// Reads an object; `member` is given each key and reads its value.
  package mutating func object(
    _ member: (inout JSONReader, String) throws(InputError) -> Void
  ) throws(InputError) {
    var keys: Set<String> = []
    try list(from: "{", to: "}", "an object") { (reader) throws(InputError) in
      let key = try reader.string()
      guard keys.insert(key).inserted else {
        throw reader.error(expected: "every name once", found: "\(quoted(key)) for the second time")
      }
      try reader.expect(":", "':'")
      try member(&reader, key)
    }
  }

  /// Reads an array; `element` reads each of its values.
  package mutating func array(_ element: (inout JSONReader) throws(InputError) -> Void) throws(InputError) {
    try list(from: "[", to: "]", "an array", element)
  }

  private mutating func list(
    from opening: Unicode.Scalar, to closing: Unicode.Scalar, _ expected: String,
    _ item: (inout JSONReader) throws(InputError) -> Void
  ) throws(InputError) {
    try expect(opening, expected)
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw error(expected: "at most \(Self.maximumDepth) levels of nesting", found: "more")
    }
    skipWhitespace()
    if !take(closing) {
      repeat {
        try item(&self)
        skipWhitespace()
      } while take(",")
      guard take(closing) else { throw unexpected("',' or '\(closing)'") }
    }
    depth -= 1
  }

  /// Reads any value and keeps nothing of it.
  package mutating func skipValue() throws(InputError) {
    skipWhitespace()
    switch next {
    case UInt8(ascii: "{"): try object { (reader, _) throws(InputError) in try reader.skipValue() }
    case UInt8(ascii: "["): try array { (reader) throws(InputError) in try reader.skipValue() }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try skip("true")
    case UInt8(ascii: "f"): try skip("false")
    case UInt8(ascii: "n"): try skip("null")
    default: try skipNumber()
    }
  }

  private mutating func skip(_ word: String) throws(InputError) {
    for character in word.unicodeScalars where !take(character) { throw unexpected(word) }
  }
}
