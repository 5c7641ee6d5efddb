internal import Foundation
internal import StrataClassifiers
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
    if folder.has("mistakes.json") {
      let mistakes = try MistakesReport(
        json: Data(folder.bytes(of: "mistakes.json")), at: folder.file("mistakes.json").relativePath)
      if !mistakes.mistakes.isEmpty { sections.append(mistakesSection(mistakes)) }
    }
    if folder.has("calibration.json") {
      let reliability = try ReliabilityReport(
        json: Data(folder.bytes(of: "calibration.json")), at: folder.file("calibration.json").relativePath)
      sections.append(reliabilitySection(reliability))
    }
    return sections
  }

  /// The most certain mistakes, as pictures where they are of pictures.
  private func mistakesSection(_ report: MistakesReport) -> Report.Section {
    let shown = report.mistakes
    let words = Report.Block.paragraph(
      "\(report.title) takes \(String(grouped: report.count)) test examples for something else. "
        + (shown.count < report.count ? "The \(shown.count) of which it is most certain" : "They")
        + ", with the probability that it gives to what it says, and to what is right:")
    let tiles = shown.compactMap { mistake in
      mistake.picture.map { picture in
        Report.Tile(
          png: picture,
          alt: "test example \(mistake.example)\(mistake.source.map { ", \($0)" } ?? ""): \(mistake.title)",
          caption: "\(mistake.title): \(mistake.certainty)")
      }
    }
    guard tiles.count == shown.count else {
      let table = Table(
        [
          .number("Test example"), .words("Source"), .words("Class"), .words("Taken for"),
          .number("Probability"),
          .number("of the class"),
        ],
        rows: shown.map { mistake in
          [
            "\(mistake.example)", mistake.source ?? "", mistake.label, mistake.predicted,
            mistake.percentage, mistake.labelPercentage,
          ]
        })
      return Report.Section("Its mistakes", [words, .table(table, caption: "The most certain mistakes")])
    }
    return Report.Section("Its mistakes", [words, .gallery(tiles, magnification: 4)])
  }

  private func reliabilitySection(_ report: ReliabilityReport) -> Report.Section {
    let error = String(report.reliability.expectedError, decimals: 4)
    return Report.Section(
      "Is it as certain as it may be?",
      [
        .chart(
          svg: report.svg,
          caption:
            "Predictions in 15 groups by their confidence, the probability of the predicted class. Below the "
            + "straight line the model is more certain than it is right; whiskers are 95 % intervals. The mean "
            + "distance from the line, each group counted by its size, is the calibration error, \(error)."),
        .details(summary: "The groups as a table", [.table(report.table, caption: "Groups by confidence")]),
      ])
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
    var blocks: [Report.Block] = [.verdict(table.verdict), .chart(svg: chart.svg, caption: "")]
    if let errors = table.errors() { blocks.append(.table(errors, caption: table.title)) }
    if let qualities = table.qualities() {
      blocks.append(.table(qualities, caption: "Probabilities, and each class counted alike"))
    }
    blocks.append(.paragraph(table.notes))
    blocks += table.warnings.map { .paragraph($0) }
    blocks.append(.paragraph("The command behind each row:"))
    blocks.append(.command(table.commandLines.joined(separator: "\n")))
    if !links.isEmpty { blocks += [.paragraph("The reports of these models:"), .links(links)] }
    return Report.Section("What it came to", blocks)
  }

  private func confusionSection(_ confusion: ConfusionReport) -> Report.Section {
    let pairs = confusion.mostConfused(limit: 10)
    return Report.Section(
      "What is taken for what",
      (confusion.isLarge
        ? []
        : [
          .chart(
            svg: ConfusionChart(confusion).svg,
            caption:
              "Counts of test examples. Blue: right, the darker the larger the share of the true class. "
              + "Orange: mistakes, their strength relative to the most frequent one.")
        ]) + [
          .paragraph(pairs.isEmpty ? "No example was classified wrongly." : "The most confused pairs:")
        ] + (pairs.isEmpty ? [] : [.list(pairs)])
        + [
          .table(
            confusion.measuresTable(),
            caption:
              "Precision, recall and F1 of \(confusion.isLarge ? "the classes with the lowest F1" : "each class"), in percent"
          )
        ])
  }
}
