import Foundation
import StrataClassifiers
import StrataDrawings
import StrataFiles
import StrataReports

/// A small report with one of everything.
enum ReportExample {
  static func report() throws -> Report {
    let table = Table(
      [.words("Model"), .number("Test error"), .number("Parameters")],
      rows: [["logistic regression", "7.44 %", "7,850"], ["stacked DAE, 3 × 1000", "1.42 %", "2,797,010"]],
      footer: [["Total", "", "2,804,860"]])
    var image = PixelImage(width: 3, height: 2, filledWith: .black)
    image[1, 1] = .white
    return Report(
      title: "An experiment", subtitle: "on MNIST, with <hostile> & \"quoted\" names",
      sections: [
        .init(
          "What was found",
          [
            .verdict("Pretraining helps: 1.42 % against 7.44 %."),
            .paragraph("A paragraph of <script>alert('x')</script> words."),
            .table(table, caption: "Test error on MNIST"), .list(["4 taken for 9: 12 of 982", "one & two"]),
          ]),
        .init(
          "Pictures",
          [
            .picture(
              png: try PNG.encode(image), alt: "one white pixel", caption: "A pixel", magnification: 40),
            .chart(svg: ChartExamples.robustness.svg, caption: "Bands are 95 % intervals."),
            .drawing(svg: "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", alt: "nothing", caption: ""),
          ]),
        .init(
          "How",
          [
            .facts([.init("seed", "1"), .init("data", "MNIST")]),
            .command("swift run mnist-pipeline run --set 'name=<b>'"),
            .preformatted("seed: 1\n\n  units: [6]\n"),
            .details(summary: "More", [.paragraph("Inside."), .facts([.init("a", "b")])]),
          ]),
      ])
  }
}
