internal import Foundation
internal import StrataDrawings
internal import StrataReports
internal import StrataRuns

/// What models are worth: from `accuracy.json` and `confusion.json`.
extension RunReport {
  func evaluationSections() throws -> [Report.Section] {
    var sections: [Report.Section] = []
    if folder.has("accuracy.json") {
      let table = try AccuracyTable(
        json: Data(folder.bytes(of: "accuracy.json")), title: folder.record.dataset.title,
        at: folder.file("accuracy.json").relativePath)
      sections.append(accuracySection(table))
    }
    if folder.has("confusion.json") {
      let confusion = try ConfusionReport(
        json: Data(folder.bytes(of: "confusion.json")), at: folder.file("confusion.json").relativePath)
      sections.append(confusionSection(confusion))
    }
    return sections
  }

  private func accuracySection(_ table: AccuracyTable) -> Report.Section {
    let chart = BarChart(
      table.title, axis: ChartAxis("wrong predictions, with their 95 % interval", format: .percent),
      categories: table.models.map(\.name),
      groups: [
        .init("", bars: table.models.map { .init($0.testErrorPercent, interval: $0.intervalPercent) })
      ])
    let links = table.models.compactMap { model in
      model.run.flatMap { run in
        folder.hasNeighbour(run)
          ? Report.Link("\(model.name): \(run)", folder: run, file: RunPages.report) : nil
      }
    }
    return Report.Section(
      "What it came to",
      [
        .verdict(Self.verdict(of: table)), .chart(svg: chart.svg, caption: ""),
        .table(table.measures(), caption: table.title), .paragraph(table.notes),
      ] + table.warnings.map { .paragraph($0) } + [
        .paragraph("The command behind each row:"), .command(table.commandLines.joined(separator: "\n")),
      ] + (links.isEmpty ? [] : [.paragraph("The reports of these models:"), .links(links)]))
  }

  /// For example `stacked DAE, 3 × 1000 errs least: on 1.40 % of the test images (95 % interval 1.19–1.65 %).`
  private static func verdict(of table: AccuracyTable) -> String {
    guard let best = table.models.min(by: { $0.testErrorPercent < $1.testErrorPercent }) else { return "" }
    let start = table.models.count == 1 ? "\(best.name) errs" : "\(best.name) errs least:"
    return "\(start) on \(String(best.testErrorPercent, decimals: 2)) % of the test images "
      + "(95 % interval \(best.intervalText) %)."
  }

  private func confusionSection(_ confusion: ConfusionReport) -> Report.Section {
    let pairs = confusion.mostConfused(limit: 10)
    return Report.Section(
      "What is taken for what",
      [
        .chart(
          svg: ConfusionChart(confusion).svg,
          caption: "Counts of test images. Blue: right, the darker the larger the share of the true class. "
            + "Orange: mistakes, their strength relative to the most frequent one."),
        .paragraph(pairs.isEmpty ? "No image was classified wrongly." : "The most confused pairs:"),
      ] + (pairs.isEmpty ? [] : [.list(pairs)]))
  }
}
