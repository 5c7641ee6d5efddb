import StrataFiles
import StrataLinearAlgebra
import Testing

struct InputErrorTests {
  @Test func aMessageSaysWhereWhatAndWhatToDo() {
    let error = InputError(
      .malformedData, at: "labels.gz", expected: "labels from 0 to 9", found: "12",
      advice: "fetch it again")
    #expect("\(error)" == "labels.gz: expected labels from 0 to 9, found 12; fetch it again")
  }

  @Test(arguments: [
    ("\u{1b}[2J", "\\u{1B}[2J"), ("a\r\nb", "a\\r\\nb"), ("\u{9b}", "\\u{009B}"),
    ("\u{202e}gz", "\\u{202E}gz"), ("\u{2028}", "\\u{2028}"), ("é 字 😀 \"a\" \\", "é 字 😀 \"a\" \\"),
    (String(repeating: "x", count: 1001), String(repeating: "x", count: 1000) + "…"),
  ])
  func whatAFileHoldsCannotCommandTheTerminal(text: String, shown: String) {
    let error = InputError(.malformedData, at: text, expected: text, found: text, advice: Wording(text))
    #expect("\(error)" == "\(shown): expected \(shown), found \(shown); \(shown)")
    #expect(error.found == text)
  }
}
