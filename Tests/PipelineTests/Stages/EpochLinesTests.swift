import Foundation
import StrataRuns
import StrataStages
import StrataTestSupport
import Testing

/// Nobody reads a thousand lines: of very many epochs some are said, and all are kept.
struct EpochLinesTests {
  private func epochs(of text: String) -> [Int] {
    text.split(separator: "\n").compactMap { line in
      line.firstMatch(of: /^ *(\d+)(\/\d+)? +[0-9.]+ +([0-9.]+|–)/).flatMap { Int($0.1) }
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

  /// What has no validation error to show is not said, and the best of what has is marked.
  @Test func epochsThatAreNotLookedAtAreNotSaid() throws {
    // 100 examples in batches of 20: five steps an epoch.
    let tiny = try TinyRun(
      TinyDigits(), "stack.units=[3]", "pretraining.epochs=1", "limit=100", "validation=20",
      "fine_tuning.batch_size=20", "fine_tuning.epochs=14", "fine_tuning.validation_interval=20")
    _ = try tiny.pretrain()
    let before = tiny.capture.text.count
    let tuned = try tiny.finetune()
    #expect(epochs(of: String(tiny.capture.text.dropFirst(before))) == [1, 4, 8, 12, 14])
    #expect(tiny.capture.words.contains("those that are validated are shown; metrics.jsonl has all 14"))
    let lines = try tuned.metrics(as: FineTuningMetrics.self)
    #expect(lines.map(\.epoch) == Array(1...14))
    #expect(lines.filter { $0.validationErrorPercent != nil }.map(\.epoch) == [1, 4, 8, 12, 14])
    let best = try #require(lines.last { $0.isBest })
    #expect(tuned.record.validationErrorPercent == best.validationErrorPercent)
    let page = try String(contentsOf: tuned.file("report.html"), encoding: .utf8)
    #expect(page.contains("Epoch \(best.epoch) was the best of the 5 of 14 that were validated"))
  }

  @Test func patienceThatNeverComesToALookIsSaid() throws {
    for (interval, isSaid) in [(1000, true), (20, false)] {
      let tiny = try TinyRun(
        TinyDigits(), "stack.units=[3]", "fine_tuning.epochs=14", "fine_tuning.patience=3",
        "fine_tuning.validation_interval=\(interval)", "fine_tuning.batch_size=20")
      _ = try tiny.finetune(from: .scratch)
      #expect(tiny.capture.words.contains("fine_tuning.patience changes nothing") == isSaid)
    }
  }

  /// Without validation examples there is nothing to look at: every epoch is said.
  @Test func withoutValidationEveryEpochIsSaid() throws {
    let tiny = try TinyRun(
      TinyDigits(), "stack.units=[3]", "pretraining.epochs=1", "validation=none", "fine_tuning.epochs=14",
      "fine_tuning.validation_interval=1000")
    _ = try tiny.pretrain()
    let before = tiny.capture.text.count
    let tuned = try tiny.finetune()
    #expect(epochs(of: String(tiny.capture.text.dropFirst(before))) == Array(1...14))
    #expect(try tuned.metrics(as: FineTuningMetrics.self).filter(\.isBest).map(\.epoch) == [1, 14])
    #expect(!tiny.capture.text.dropFirst(before).contains("  best"))
    // Nor is there an error to draw.
    let page = try String(contentsOf: tuned.file("report.html"), encoding: .utf8)
    #expect(!page.contains("The best epoch is ringed.") && !page.contains("wrong predictions"))
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
