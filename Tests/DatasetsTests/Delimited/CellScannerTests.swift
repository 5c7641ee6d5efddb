import Testing

@testable import StrataDatasets

/// Cells of tables of text.
struct CellScannerTests {
  private static func rows(_ text: String, separator: Character = ",") throws -> [[String]] {
    try TableText(Array(text.utf8), at: "t.csv", separator: separator.asciiValue).allRows()
  }

  @Test func quotesAreTakenOff() throws {
    #expect(try Self.rows("a,\"b,\"\"c\"\"\n d\",\ne") == [["a", "b,\"c\"\n d", ""], ["e"]])
    #expect(try Self.rows("\"a\"b,c") == [["ab", "c"]])
    #expect(try Self.rows("a\r\nb\rc\n") == [["a"], ["b"], ["c"]])
  }

  /// Whatever cells hold, in quotes they come back.
  @Test(arguments: 0..<200) func whatIsQuotedIsRead(seed: Int) throws {
    var numbers = SeededNumbers(seed: UInt64(seed))
    let separator: Character = [",", ";", "\t"][seed % 3]
    let end = ["\n", "\r\n", "\r"][seed / 3 % 3]
    let rows = (0..<Int.random(in: 1...5, using: &numbers)).map { _ in
      (0..<Int.random(in: 1...4, using: &numbers)).map { _ in
        String(
          (0..<Int.random(in: 0...5, using: &numbers)).compactMap { _ in
            "a1é\",;\t\n".randomElement(using: &numbers)
          })
      }
    }
    let text =
      rows.map { row in
        row.map { cell in
          let mustBeQuoted = cell.contains { ",;\t\n\"".contains($0) } || Bool.random(using: &numbers)
          return mustBeQuoted ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
        }.joined(separator: String(separator))
      }.joined(separator: end) + end
    #expect(try Self.rows(text, separator: separator) == rows)
  }

  @Test(arguments: 0..<300) func numbersAreRead(seed: Int) throws {
    var numbers = SeededNumbers(seed: UInt64(seed))
    let value =
      seed % 3 == 0
      ? Double(Int.random(in: -999...999, using: &numbers))
      : Double.random(in: -1e6...1e6, using: &numbers) * [1, 1e-9, 1e20][seed % 3]
    let text = (seed % 2 == 0 ? " \(value) " : "\(value)") + ",1"
    try Array(text.utf8).withUnsafeBufferPointer { bytes in
      var scanner = CellScanner(bytes, from: 0, separator: 0x2c, at: "t.csv")
      let first = try scanner.number()
      #expect(first?.value == value && first?.end == .cell)
      let second = try scanner.number()
      #expect(second?.value == 1 && second?.end == .file)
    }
  }

  @Test(arguments: [
    "0", "-0", "1.", ".5", "-.5e1", "1e22", "1E-22", "9007199254740993", "0.1", "123456789012345678901",
    "1e+3", "1e0999",
    "18446744073709551617", "0.30000000000000004", "1e23", "4.35e-5",
  ])
  func numbersAreThoseOfSwift(text: String) throws {
    try Array(text.utf8).withUnsafeBufferPointer { bytes in
      var scanner = CellScanner(bytes, from: 0, separator: 0x2c, at: "t.csv")
      let value = try scanner.number()?.value
      #expect(value == Double(text) ?? Double("0" + text) ?? Double(text + "0"))
    }
  }

  @Test(arguments: ["", "a", "1a", "0x10", "1 2", "--1", "1,5", ".", "-", "1e", "1e+", "1.2.3", "e5"])
  func otherTextIsNoNumber(text: String) throws {
    try Array(text.utf8).withUnsafeBufferPointer { bytes in
      var scanner = CellScanner(bytes, from: 0, separator: 0x3b, at: "t.csv")
      let number = try scanner.number()
      #expect(number == nil && scanner.position == 0)
    }
  }
}
