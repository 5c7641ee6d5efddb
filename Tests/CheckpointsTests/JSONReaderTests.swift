import Foundation
import StrataLinearAlgebra
import Testing

@testable import StrataCheckpoints
@testable import StrataFiles

@Suite struct JSONReaderTests {
  private func validate(_ text: String) -> InputError? {
    inputError {
      _ = try StrictJSON.decode(Anything.self, from: Array(text.utf8)[...], at: "test", advice: "none")
    }
  }

  /// Accepts what the strict reader has let through.
  private struct Anything: Decodable {
    init(from decoder: any Decoder) {}
  }

  private struct Everything: Decodable {
    let text: String
    let number: Double
    let whole: Int
    let is_so: Bool
    let list: [Int]
    let inner: [String: Int]
  }

  /// What is wrong is told in the words of JSON, not of Swift.
  @Test(arguments: [
    ("[]", "an object with keys for the whole"), (#"{"text": 1}"#, #"a text for "text""#),
    (#"{"text": "", "number": "1"}"#, #"a number for "number""#),
    (#"{"text": "", "number": 1, "whole": []}"#, #"a whole number for "whole""#),
    (#"{"text": "", "number": 1, "whole": 1, "is_so": 1}"#, #"true or false for "is_so""#),
    (#"{"text": "", "number": 1, "whole": 1, "is_so": true, "list": {}}"#, #"a list for "list""#),
    (
      #"{"text": "", "number": 1, "whole": 1, "is_so": true, "list": [], "inner": null}"#,
      #"an object with keys for "inner""#
    ),
  ]) func saysWhatIsExpected(text: String, expected: String) {
    let error = inputError {
      _ = try StrictJSON.decode(Everything.self, from: Array(text.utf8)[...], at: "test", advice: "none")
    }
    #expect(error?.expected == expected)
  }

  @Test(arguments: [
    "{}", " [ ] ", "null", "true", "false", "0", "-0", "1.5e+10", "-1E-2", #""""#, #""\u00e9\ud83d\ude00\/""#,
    "[[[]]]", #"{"a":{"b":[1,2,{"c":null}]},"b":"a"}"#, "\t\r\n 1",
  ]) func accepts(text: String) {
    #expect(validate(text) == nil)
  }

  @Test(arguments: [
    "", " ", "{", "}", "[", "]", "[1,]", "[,1]", "{,}", #"{"a":1,}"#, #"{"a"}"#, #"{1:2}"#, "01", "1.", ".5",
    "+1",
    "1e", "--1", "tru", "nul", "True", "NaN", "Infinity", "'a'", "\"", #""\"#, "1 2", "[1] []", "// a\n1",
    "\u{feff}1",
    #"{"a":1,"a":2}"#, #"[{"a":{"b":1,"b":2}}]"#,
  ]) func refuses(text: String) {
    #expect(validate(text)?.kind == .malformedData)
  }

  @Test func nestingIsBounded() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(validate(nested(JSONReader.maximumDepth)) == nil)
    #expect(
      validate(nested(JSONReader.maximumDepth + 1))?.expected == "at most 64 levels of nesting")
    #expect(validate(String(repeating: "[", count: 5_000_000))?.expected == "at most 64 levels of nesting")
    #expect(validate(String(repeating: #"{"a":"#, count: 1_000_000))?.kind == .malformedData)
  }

  /// Strings that Foundation has escaped are read as Foundation meant them.
  @Test(arguments: 0..<200) func stringsAgreeWithFoundation(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let text = generator.text() + generator.text()
    let encoded = try JSONEncoder().encode(text)
    var reader = JSONReader([UInt8](encoded)[...], at: "test", advice: "none")
    #expect(try reader.string() == text)
  }
}
