internal import Foundation

extension JSONReader {
  /// Reads a number as the nearest Float32 of the nearest Float64.
  ///
  /// - Throws: `InputError` for what is no number, and for one beyond Float32.
  package mutating func float() throws(InputError) -> Float {
    skipWhitespace()
    let start = position
    let number: Double
    if let quick = try quickNumber() {
      number = quick
    } else {
      position = start
      try skipNumber()
      let text = String(decoding: bytes[start..<position], as: UTF8.self)
      // Digits that were looked at: this cannot fail.
      number = Double(text) ?? .nan
    }
    let float = Float(number)
    guard float.isFinite else {
      let text = String(decoding: bytes[start..<position], as: UTF8.self)
      throw error(expected: "a number within Float32", found: text)
    }
    return float
  }

  /// A number of at most 15 digits without an exponent, which Float64 has exactly or to one division by a power of ten
  /// that it has exactly, so to the nearest; nil for any other.
  private mutating func quickNumber() throws(InputError) -> Double? {
    let isNegative = take("-")
    var digits: Int64 = 0
    let first = position
    while let digit = digit() { digits = 10 * digits + digit; if position - first > 15 { return nil } }
    let whole = position - first
    guard whole > 0, whole == 1 || bytes[first] != UInt8(ascii: "0") else {
      position = first
      throw unexpected("a number")
    }
    var decimals = 0
    if take(".") {
      let point = position
      while let digit = digit() {
        digits = 10 * digits + digit
        decimals = position - point
        if whole + decimals > 15 { return nil }
      }
      guard decimals > 0 else { throw unexpected("a digit") }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") { return nil }
    let number = Double(digits) / Self.powersOfTen[decimals]
    return isNegative ? -number : number
  }

  private mutating func digit() -> Int64? {
    guard let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
    position += 1
    return Int64(byte - UInt8(ascii: "0"))
  }

  private static let powersOfTen = (0...15).map { pow(10, Double($0)) }
}
