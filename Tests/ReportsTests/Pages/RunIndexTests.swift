import StrataClassifiers
import StrataReports
import Testing

struct RunIndexTests {
  @Test func isWholePage() throws {
    var evaluation = RunIndex.Entry(name: "20261124-055437-evaluate", status: "finished")
    (evaluation.stage, evaluation.model, evaluation.recipe) = ("Evaluation", "", "quick")
    (evaluation.seed, evaluation.dataset, evaluation.examples) = (7, "MNIST", 50_000)
    (evaluation.begun, evaluation.parent) = ("2026-11-24 05:54", "20261124-055400-finetune")
    (evaluation.result, evaluation.error, evaluation.report) = ("1.99 % test error", 1.99, "report.html")
    var pretraining = RunIndex.Entry(name: "20261124-055339-pretrain", status: "interrupted")
    (pretraining.stage, pretraining.model, pretraining.recipe) = ("Pretraining", "", "a & b")
    (pretraining.seconds, pretraining.examples) = (75.25, 5_000)
    let index = RunIndex(title: "Runs", entries: [evaluation, pretraining])
    try expectGolden(index.html(), "index.html")
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
