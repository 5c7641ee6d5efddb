import StrataClassifiers
import StrataReports
import Testing

struct RunIndexTests {
  @Test func isWholePage() throws {
    let index = RunIndex(
      title: "Runs",
      entries: [
        .init(
          name: "20261124-055437-evaluate", stage: "Evaluation", recipe: "quick", dataset: "MNIST",
          status: "finished", result: "1.99 % test error", report: "report.html"),
        .init(
          name: "20261124-055339-pretrain", stage: "Pretraining", recipe: "a & b", dataset: "MNIST",
          status: "interrupted", result: "", report: nil),
      ])
    try expectGolden(index.html(), "index.html")
  }

  @Test func addressesAreEncoded() throws {
    let entry = RunIndex.Entry(
      name: "a b/../?#\"", stage: "", recipe: "", dataset: "", status: "", result: "", report: "report.html")
    let page = PageChecker(try RunIndex(title: "", entries: [entry]).html())
    #expect(page.addresses == ["a%20b%2F..%2F%3F%23%22/report.html"])
  }

  @Test func noRunIsAPageToo() throws {
    #expect(PageChecker(try RunIndex(title: "Runs", entries: []).html()).isWellFormed)
  }
}
