internal import LinearAlgebra

/// Reads JSON (RFC 8259) in one pass, and refuses what Foundation lets through.
///
/// A key that comes twice in an object, nesting deeper than `maximumDepth`, invalid UTF-8 and half a
/// surrogate pair are errors. The caller asks for what it expects, so nothing is built but what it keeps.
struct JSONReader {
  /// The deepest nesting of objects and arrays.
  static let maximumDepth = 64

  /// What is being read; a caller narrows it while it reads a part.
  var place: String
  private let advice: String
  private let bytes: ArraySlice<UInt8>
  private var position: Int
  private var depth = 0

  /// A reader of the text in `bytes`; errors name `place` and give `advice`.
  init(_ bytes: ArraySlice<UInt8>, at place: String, advice: String) {
    self.bytes = bytes
    self.place = place
    self.advice = advice
    position = bytes.startIndex
  }

  /// The next byte, not yet taken; nil at the end.
  private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  /// The error at this position.
  func unexpected(_ expected: String) -> InputError {
    let found =
      switch next {
      case nil: "the end"
      case .some(let byte) where (0x21..<0x7f).contains(byte): "'\(Unicode.Scalar(byte))'"
      case .some(let byte): "the byte 0x" + String(byte, radix: 16)
      }
    return error(expected: expected, found: found)
  }

  private func error(expected: String, found: String) -> InputError {
    InputError(
      .malformedData, at: "\(place), byte \(position - bytes.startIndex)", expected: expected,
      found: found, advice: advice)
  }

  private mutating func skipWhitespace() {
    while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
  }

  /// Takes the next byte if it is `character`.
  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar, _ expected: String) throws(InputError) {
    skipWhitespace()
    guard take(character) else { throw unexpected(expected) }
  }

  /// Checks that nothing but whitespace is left.
  mutating func end() throws(InputError) {
    skipWhitespace()
    guard next == nil else { throw unexpected("the end of the text") }
  }
}

// MARK: - Objects and arrays

extension JSONReader {
  /// Reads an object; `member` is given each key and reads its value.
  mutating func object(
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
  mutating func array(_ element: (inout JSONReader) throws(InputError) -> Void) throws(InputError) {
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
  mutating func skipValue() throws(InputError) {
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

// MARK: - Numbers

extension JSONReader {
  /// Reads a whole number from 0 to `Int.max`, written with digits only.
  mutating func count() throws(InputError) -> Int {
    skipWhitespace()
    let start = position
    try skipInteger("a whole number, 0 or more")
    guard next != UInt8(ascii: "."), next != UInt8(ascii: "e"), next != UInt8(ascii: "E") else {
      throw unexpected("a whole number")
    }
    let digits = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Int(digits) else {
      throw error(expected: "at most \(Int.max)", found: quoted(digits))
    }
    return value
  }

  private mutating func skipNumber() throws(InputError) {
    _ = take("-")
    try skipInteger("a value")
    if take(".") { try skipDigits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try skipDigits()
    }
  }

  private mutating func skipInteger(_ expected: String) throws(InputError) {
    guard let first = next, isDigit(first) else { throw unexpected(expected) }
    position += 1
    if first == UInt8(ascii: "0") {
      if let second = next, isDigit(second) { throw unexpected("no digit after a leading 0") }
    } else {
      while let byte = next, isDigit(byte) { position += 1 }
    }
  }

  private mutating func skipDigits() throws(InputError) {
    guard let first = next, isDigit(first) else { throw unexpected("a digit") }
    while let byte = next, isDigit(byte) { position += 1 }
  }

  private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

// MARK: - Strings

extension JSONReader {
  /// Reads a string.
  mutating func string() throws(InputError) -> String {
    try expect("\"", "a string")
    var text: [UInt8] = []
    var copied = position
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw unexpected("control characters to be escaped") }
      position += 1
      if byte == UInt8(ascii: "\\") {
        text += bytes[copied..<position - 1]
        text += Array(String(try escaped()).utf8)
        copied = position
      }
    }
    text += bytes[copied..<position]
    guard let result = String(validating: text, as: UTF8.self) else {
      throw error(expected: "valid UTF-8", found: "a string that is not")
    }
    guard take("\"") else { throw unexpected("'\"'") }
    return result
  }

  private mutating func escaped() throws(InputError) -> Unicode.Scalar {
    guard let byte = next else { throw unexpected("an escape") }
    let scalar: Unicode.Scalar
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalar = Unicode.Scalar(byte)
    case UInt8(ascii: "b"): scalar = "\u{08}"
    case UInt8(ascii: "f"): scalar = "\u{0c}"
    case UInt8(ascii: "n"): scalar = "\n"
    case UInt8(ascii: "r"): scalar = "\r"
    case UInt8(ascii: "t"): scalar = "\t"
    case UInt8(ascii: "u"):
      position += 1
      return try escapedScalar()
    default: throw unexpected("one of \"\\/bfnrtu after a backslash")
    }
    position += 1
    return scalar
  }

  /// The scalar of `\uXXXX`, or of two of them that are a surrogate pair.
  private mutating func escapedScalar() throws(InputError) -> Unicode.Scalar {
    var code = try hexadecimal()
    if (0xd800..<0xdc00).contains(code), take("\\"), take("u") {
      let low = try hexadecimal()
      guard (0xdc00..<0xe000).contains(low) else {
        throw error(expected: "the second half of a surrogate pair", found: "another escape")
      }
      code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw error(expected: "a whole surrogate pair", found: "half of one")
    }
    return scalar
  }

  private mutating func hexadecimal() throws(InputError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("four hexadecimal digits")
      }
      position += 1
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}

/// Text from a file as it is shown in an error: in quotes, control characters escaped, not too long.
func quoted(_ text: String) -> String {
  let scalars = text.unicodeScalars
  let shown = String(String.UnicodeScalarView(scalars.prefix(60)))
  return shown.debugDescription + (scalars.dropFirst(60).isEmpty ? "" : "…")
}
