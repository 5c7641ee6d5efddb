import StrataRuns
import StrataTestSupport
import Testing

/// Nobody reads a thousand lines: of very many epochs some are said, and all are kept.
struct EpochLinesTests {
  private func epochs(of text: String) -> [Int] {
    text.split(separator: "\n").compactMap { line in
      line.firstMatch(of: /^ *(\d+)(\/\d+)? +[0-9.]+ +[0-9.]+/).flatMap { Int($0.1) }
    }
  }

  @Test func ofVeryManyEpochsSomeAreSaid() throws {
    let tiny = try TinyRun(
      TinyDigits(), "stack.units=[3]", "pretraining.epochs=205", "fine_tuning.epochs=160")
    _ = try tiny.pretrain()
    let said = epochs(of: tiny.capture.text)
    #expect(said.first == 1 && said.last == 205 && said.count == 42 && said.contains(100), "\(said)")
    #expect(tiny.capture.words.contains("one of 5 is shown; metrics.jsonl has all 205"))
    let tuned = try tiny.finetune()
    #expect(try tuned.bytes(of: "metrics.jsonl").count { $0 == UInt8(ascii: "\n") } == 160)
    #expect(tiny.capture.words.contains("one of 4 is shown; metrics.jsonl has all 160"))
  }

  /// The columns stay under their headings, however many epochs there are.
  @Test func columnsStayUnderTheirHeadings() throws {
    let tiny = try TinyRun(
      TinyDigits(), "stack.units=[3]", "pretraining.epochs=1000", "limit=20", "validation=10")
    _ = try tiny.pretrain()
    let lines = tiny.capture.lines.drop { !$0.contains("training loss") }.prefix {
      !$0.isEmpty && !$0.hasPrefix("report")
    }
    try #require(lines.count > 10)
    let odd = lines.filter { $0.count != lines.first?.count }
    #expect(odd.isEmpty, "\(odd)")
  }

  @Test func ofFewEpochsAllAreSaid() throws {
    let tiny = try TinyRun(TinyDigits(), "stack.units=[3]", "pretraining.epochs=40")
    _ = try tiny.pretrain()
    #expect(epochs(of: tiny.capture.text) == Array(1...40))
  }
}
