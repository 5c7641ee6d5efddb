import StrataClassifiers
import StrataReports
import Testing

struct RunIndexTests {
  @Test func isWholePage() throws {
    var evaluation = RunIndex.Entry(name: "20261124-055437-evaluate", status: "finished")
    (evaluation.stage, evaluation.model, evaluation.recipe) = ("Evaluation", "", "quick")
    (evaluation.seed, evaluation.dataset, evaluation.examples) = (7, "MNIST", 50_000)
    (evaluation.begun, evaluation.parent) = ("2026-11-24 05:54", "20261124-055400-finetune")
    (evaluation.result, evaluation.testError, evaluation.report) = ("1.99 % test error", 1.99, "report.html")
    var pretraining = RunIndex.Entry(name: "20261124-055339-pretrain", status: "interrupted")
    (pretraining.stage, pretraining.model, pretraining.recipe) = ("Pretraining", "", "a & b")
    (pretraining.seconds, pretraining.examples) = (75.25, 5_000)
    let index = RunIndex(title: "Runs", entries: [evaluation, pretraining])
    try expectGolden(index.html(), "index.html")
  }

  /// Test errors are sorted among themselves, before validation errors and other results; none comes last.
  @Test func resultsAreSortedByWhatTheyAre() throws {
    func entry(_ name: String, test: Double? = nil, validation: Double? = nil, _ result: String)
      -> RunIndex.Entry
    {
      var entry = RunIndex.Entry(name: name, status: "finished")
      (entry.testError, entry.validationError, entry.result) = (test, validation, result)
      return entry
    }
    let page = try RunIndex(
      title: "",
      entries: [
        entry("a", test: 10, "10.00 %"), entry("b", test: 9.5, "9.50 %"),
        entry("c", validation: 1.25, "1.25 %"),
        entry("d", "2 layers"), entry("e", ""),
      ]
    ).html()
    let keys = page.matches(of: /data-label="Result" data-key="([^"]*)"/).map { String($0.output.1) }
    #expect(keys == ["1 010.0000", "1 009.5000", "2 001.2500", "3 2 layers", ""])
  }

  @Test func addressesAreEncoded() throws {
    var entry = RunIndex.Entry(name: "a b/../?#\"", status: "")
    entry.report = "report.html"
    let page = PageChecker(try RunIndex(title: "", entries: [entry]).html())
    #expect(page.addresses == ["a%20b%2F..%2F%3F%23%22/report.html"])
  }

  @Test func noRunIsAPageToo() throws {
    #expect(PageChecker(try RunIndex(title: "Runs", entries: []).html()).isWellFormed)
  }
}
