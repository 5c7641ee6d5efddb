internal import Foundation
internal import StrataDrawings
internal import StrataRecipes
internal import StrataReports
internal import StrataRunPages
internal import StrataRuns

extension ExperimentOutcome {
  /// Leaves everything in the run folder: numbers as CSV and JSON, tables as Markdown, charts as SVG,
  /// pictures as PNG, and the report that shows them all.
  func write(into run: RunWriter) throws {
    try run.write(findings.observations.csv, as: "observations.csv")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try run.write(try encoder.encode(self) + Data("\n".utf8), as: "findings.json")
    let tables = (findings.tables + [figures]).map { "\($0.caption)\n\n\($0.content.markdown)" }
    try run.write(tables.joined(separator: "\n"), as: "tables.md")
    for chart in findings.charts { try run.write(chart.content, as: "\(chart.name).svg") }
    let pictures = try PNG.isAvailable ? findings.pictures.map { ($0, try PNG.encode($0.image)) } : []
    for (picture, png) in pictures { try run.write(png, as: "\(picture.name).png") }
    try run.write(graph.svg, as: "graph.svg")
    try run.write(try report(pictures).html(), as: RunPages.report)
  }

  /// Every figure by itself, too wide for a terminal.
  private var figures: Findings.Exhibit<Table> {
    .init(
      "figures", findings.observations.figures(control: findings.control),
      caption: "Every figure by itself; Student's interval and the paired t-test are over the seeds")
  }

  private func report(_ pictures: [(Picture, Data)]) -> Report {
    let pictures = pictures.map { picture, png in
      Report.Block.picture(png: png, alt: picture.caption, caption: picture.caption)
    }
    let charts = findings.charts.map { Report.Block.chart(svg: $0.content, caption: $0.caption) }
    let tables = findings.tables.map { Report.Block.table($0.content, caption: $0.caption) }
    let figures = Report.Block.details(
      summary: "Every figure by itself, with intervals",
      [.table(self.figures.content, caption: self.figures.caption)])
    return Report(
      title: "Experiment \(name)", subtitle: claim,
      sections: [
        .init(
          "Verdict",
          [.verdict("The claim \(findings.verdict.answer.rawValue). \(findings.verdict.sentence)")]),
        .init("What was measured", tables + charts + pictures + [figures]),
        .init(
          "How",
          findings.notes.map { .paragraph($0) } + [.command(record.command), .facts(facts)] + [
            .details(summary: "The recipe in full", [.preformatted(recipe.yaml)])
          ]), .layerGraph(svg: graph.svg),
      ], index: "../\(RunPages.index)")
  }

  private var facts: [Report.Fact] {
    let data = record.dataset
    return [
      .init(
        "data",
        "\(data.name): \(String(grouped: data.train)) training, \(String(grouped: data.validation)) "
          + "validation, \(String(grouped: data.test)) test examples"),
      .init("SHA-256", data.sha256), .init("seeds", seeds.map(String.init).joined(separator: ", ")),
      .init("arithmetic", record.arithmetic.description),
      .init("time", String(seconds: record.trainingSeconds)),
    ] + record.versions.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }
  }
}
