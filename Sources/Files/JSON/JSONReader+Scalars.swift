// MARK: - Numbers

extension JSONReader {
  /// Reads a whole number from 0 to `Int.max`, written with digits only.
  package mutating func count() throws(InputError) -> Int {
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

  /// Reads any number and keeps nothing of it.
  package mutating func skipNumber() throws(InputError) {
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
  package mutating func string() throws(InputError) -> String {
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
    let rest = bytes[copied..<position]
    // Without an escape there is nothing to put together, and a long text is not held twice.
    let result = String(validating: text.isEmpty ? rest : (text + rest)[...], as: UTF8.self)
    guard let result else {
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
