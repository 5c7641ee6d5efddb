import Foundation
import StrataClassifiers
import StrataDatasets
import StrataFiles
import StrataInference
import StrataLinearAlgebra
import Testing

@testable import StrataPlayground

struct PlaygroundTests {
  private func model(_ layout: Layout, width: Int, classes: [String] = ["<b>", "</script>"]) throws -> Model {
    let draws = RandomStream(seed: 1, purpose: "rows").uniform(count: 40 * width)
    let dataset = try Dataset(
      features: Matrix(rows: 40, columns: width, draws.map { ($0 * 255).rounded() }),
      labels: (0..<40).map { $0 % 2 }, classNames: classes, layout: layout)
    let classifier = try LogisticRegression(weightDecay: 1e-3).fit(dataset.train, classes: dataset.classes)
    return try Model(
      classifier: classifier, encoding: dataset.encoding, classNames: dataset.classNames)
  }

  /// No name of a class can end the page's script, and both pages are whole.
  @Test func namesCannotBreakThePage() throws {
    let page = try Playground([
      .init(title: "</script><script>alert(1)</script>", model(.image(height: 2, width: 2), width: 4))
    ])
    for html in [page.served, page.file] {
      #expect(html.components(separatedBy: "<script").count == 4)
      #expect(html.components(separatedBy: "</script>").count == 4)
      #expect(!html.contains("{{"))
      #expect(html.hasPrefix("<!DOCTYPE html>") && html.hasSuffix("</html>\n"))
    }
    #expect(page.file.count > page.served.count)
  }

  @Test func onlyModelsOfPicturesOfTheSameKindHaveAPage() throws {
    let rows = try model(.columns(count: 4, names: nil), width: 4)
    #expect(throws: InputError.self) { try Playground([.init(title: "rows", rows)]) }
    #expect(throws: InputError.self) { try Playground([]) }
    let images = try model(.image(height: 2, width: 2), width: 4)
    let others = try model(.image(height: 2, width: 2), width: 4, classes: ["a", "b"])
    #expect(throws: InputError.self) {
      try Playground([.init(title: "1", images), .init(title: "2", others)])
    }
    _ = try Playground([.init(title: "1", images), .init(title: "2", images)])
  }

  /// Two models are called what they are, and by their names where both are the same.
  @Test func contendersAreToldApart() throws {
    let model = try model(.image(height: 2, width: 2), width: 4)
    let same = Playground.Contender.named(model, "one", model, "other")
    #expect(same.map(\.title) == ["one", "other"])
    let digits = Script.digits
    let different = Playground.Contender.named(digits, "one", model, "other")
    #expect(different.map(\.title) == ["pretrained", "logistic regression"])
  }
}
