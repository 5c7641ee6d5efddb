internal import StrataFiles

/// Reads the cells of a table of text one after the other (RFC 4180): quotes around a cell, doubled within it; lines
/// that end in LF, CRLF or CR.
struct CellScanner {
  /// What follows a cell.
  enum End { case cell, line, file }

  let separator: UInt8
  /// The number of the line, from 1 on; cells in quotes may hold several.
  private(set) var line = 1
  private(set) var position: Int
  private let bytes: UnsafeBufferPointer<UInt8>
  private let path: String

  static let quote = UInt8(ascii: "\"")
  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// A scanner from a position on. It may be used as long as the bytes lie there.
  ///
  /// - Parameter path: the file, as errors name it.
  init(_ bytes: UnsafeBufferPointer<UInt8>, from position: Int, separator: UInt8, at path: String) {
    (self.bytes, self.position, self.separator, self.path) = (bytes, position, separator, path)
  }

  var isAtEnd: Bool { position == bytes.count }

  /// The next cell as text, without its quotes, and what follows it.
  ///
  /// - Throws: `InputError` where a quote is never closed: all that follows would be one cell.
  mutating func text() throws(InputError) -> (text: String, end: End) {
    var content: [UInt8] = []
    if position < bytes.count, bytes[position] == Self.quote {
      position += 1
      content = try quoted()
    }
    // What stands behind the closing quote belongs to the cell, as most readers have it.
    let start = position
    while position < bytes.count, !isEnd(bytes[position]) { position += 1 }
    content += bytes[start..<position]
    return (String(decoding: content, as: UTF8.self), takeEnd())
  }

  /// What stands between the quotes.
  private mutating func quoted() throws(InputError) -> [UInt8] {
    var content: [UInt8] = []
    let opening = line
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == Self.quote {
        guard position < bytes.count, bytes[position] == Self.quote else { return content }
        position += 1
      } else if byte == Self.newline {
        line += 1
      }
      content.append(byte)
    }
    throw InputError(
      .malformedData, at: "\(path), line \(opening)", expected: "a second quote at the end of the cell",
      found: "none in the rest of the file", advice: "close the quote, or leave it out")
  }

  /// The next cell as a number, when it is one, and what follows it; nil, and nothing taken, when it is another.
  @inline(__always)
  mutating func number() throws(InputError) -> (value: Double, end: End)? {
    var place = position
    let value = digits(from: &place, 0)
    // Most cells are a few digits and nothing else.
    if place > position, place - position <= Self.mostDigits, place == bytes.count || isEnd(bytes[place]) {
      position = place
      return (Double(value), takeEnd())
    }
    if let number = decimal() { return number }
    return try longerNumber()
  }

  /// As many digits as fit an exact Float64, or nearly so.
  private static let mostDigits = 18
  /// The powers of ten that Float64 holds exactly.
  private static let powers: [Double] = (0...22).map { Double("1e\($0)") ?? .nan }

  /// The digits from a place on, behind those that were read; what is too long for 64 bits wraps around.
  @inline(__always)
  private func digits(from place: inout Int, _ start: UInt64) -> UInt64 {
    var value = start
    while place < bytes.count {
      let digit = bytes[place] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      value = 10 &* value &+ UInt64(digit)
      place += 1
    }
    return value
  }

  /// A number such as `-1.25e-3` whose digits and power of ten are both exact, so that one product or quotient of them
  /// is rounded correctly (Clinger 1990); nil, and nothing taken, for any other.
  private mutating func decimal() -> (value: Double, end: End)? {
    var place = position
    let isNegative = place < bytes.count && bytes[place] == UInt8(ascii: "-")
    if isNegative { place += 1 }
    let start = place
    var value = digits(from: &place, 0)
    var (count, exponent) = (place - start, 0)
    if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
      place += 1
      let point = place
      value = digits(from: &place, value)
      exponent = point - place
      count += place - point
    }
    guard (1...Self.mostDigits).contains(count), value <= 1 << 53 else { return nil }
    if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
      place += 1
      let isSmall = place < bytes.count && bytes[place] == UInt8(ascii: "-")
      if isSmall || (place < bytes.count && bytes[place] == UInt8(ascii: "+")) { place += 1 }
      let point = place
      let power = digits(from: &place, 0)
      guard (1...3).contains(place - point) else { return nil }
      exponent += isSmall ? -Int(power) : Int(power)
    }
    guard abs(exponent) < Self.powers.count, place == bytes.count || isEnd(bytes[place]) else { return nil }
    position = place
    let power = Self.powers[abs(exponent)]
    let magnitude = exponent < 0 ? Double(value) / power : Double(value) * power
    return (isNegative ? -magnitude : magnitude, takeEnd())
  }

  private mutating func longerNumber() throws(InputError) -> (value: Double, end: End)? {
    let before = self
    let (text, end) = try text()
    if let value = NumberCell.value(text) { return (value, end) }
    self = before
    return nil
  }

  /// True when the next line is blank, which is then taken.
  mutating func takeBlankLine() -> Bool {
    guard position < bytes.count, bytes[position] == Self.newline || bytes[position] == Self.carriageReturn
    else {
      return false
    }
    _ = takeEnd()
    return true
  }

  /// The cells of the next line.
  mutating func row() throws(InputError) -> [String] {
    var cells: [String] = []
    while true {
      let (text, end) = try text()
      cells.append(text)
      if end != .cell { return cells }
    }
  }

  @inline(__always)
  private func isEnd(_ byte: UInt8) -> Bool {
    byte == separator || byte == Self.newline || byte == Self.carriageReturn
  }

  @inline(__always)
  private mutating func takeEnd() -> End {
    guard position < bytes.count else { return .file }
    let byte = bytes[position]
    position += 1
    if byte == separator { return .cell }
    if byte == Self.carriageReturn, position < bytes.count, bytes[position] == Self.newline { position += 1 }
    line += 1
    return position < bytes.count ? .line : .file
  }
}
