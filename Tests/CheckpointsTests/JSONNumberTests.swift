import StrataFiles
import StrataLinearAlgebra
import Testing

/// Numbers in JSON against Swift's own reading of the same text.
struct JSONNumberTests {
  private func read(_ text: String) throws -> Float {
    var reader = JSONReader(Array(text.utf8)[...], at: "text", advice: "write a number")
    let number = try reader.float()
    try reader.end()
    return number
  }

  @Test func numbersAreTheNearestThatThereAre() throws {
    let draws = RandomStream(seed: 9, purpose: "numbers").uniform(count: 4 * 3000)
    for index in 0..<3000 {
      let (digits, point, exponent) = (
        1 + Int(draws[4 * index] * 19), draws[4 * index + 1], draws[4 * index + 2]
      )
      var text = index.isMultiple(of: 2) ? "-" : ""
      let count = Int(point * Float(digits))
      let all = (0..<digits).map { (place: Int) -> String in
        let number: Int = index * 31 + place * place * 7
        return "\(number % 9 + 1)"
      }
      text += count == 0 ? "0" : all[..<count].joined()
      if count < digits { text += "." + all[count...].joined() }
      if index.isMultiple(of: 3) { text += "e\(Int(exponent * 60) - 40)" }
      guard let expected = Double(text).map({ Float($0) }), expected.isFinite else { continue }
      #expect(try read(text) == expected, "\(text)")
    }
    for text in ["0", "-0", "0.5", "1e2", "1E+2", "123456789012345678", "0.1234567890123456789", " 7 "] {
      #expect(try read(text) == Float(Double(text.filter { $0 != " " }) ?? .nan), "\(text)")
    }
  }

  @Test(arguments: [
    "", "-", "+1", "01", "1.", ".5", "1e", "1e+", "0x10", "NaN", "Infinity", "1e39", "-1e999", "1 2", "१",
  ])
  func whatIsNoNumberIsRefused(text: String) {
    #expect(throws: InputError.self) { try read(text) }
  }
}
