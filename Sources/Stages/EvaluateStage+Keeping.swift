internal import Foundation
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataFiles
internal import StrataInference
internal import StrataLinearAlgebra
internal import StrataReports
internal import StrataRuns
internal import StrataSession

/// What an evaluation leaves in a run folder of its own.
extension EvaluateStage {
  /// Keeps an outcome; returns the folder's path.
  ///
  /// - Parameter best: the row of the model that errs least.
  func keep(_ outcome: Outcome, of rows: [Measured], best: Int) throws -> String {
    let (table, confusion) = (outcome.table, outcome.confusion)
    let names = table.models.map(\.name)
    let record = session.record(.evaluate, command: command, parent: runs[0].name)
    return try session.withRun(record) { run in
      try run.write(table.markdown, as: "accuracy.md")
      try run.write(try table.json(), as: "accuracy.json")
      try run.write(predictions(of: rows, names).csv, as: "predictions.csv")
      try run.write(confusion.markdown, as: "confusion.md")
      try run.write(try confusion.json(), as: "confusion.json")
      if let certainty = rows[best].evaluation.certainty {
        let calibration = ReliabilityReport(certainty.reliability, title: names[best])
        try run.write(try calibration.json(), as: "calibration.json")
        try run.write(try mistakes(of: rows[best], name: names[best]).json(), as: "mistakes.json")
      }
      try run.update {
        let model = table.models[best]
        $0.testErrorPercent = model.testErrorPercent
        $0.result =
          "\(String(model.testErrorPercent, decimals: 2)) % test error, \(table.best.map(\.name).listed(atMost: 2))"
      }
      return run.url.relativePath
    }
  }

  /// A line for each test example: what it is from, its class, and what each model takes it for, with the
  /// probability of that where the model has any.
  private func predictions(of rows: [Measured], _ names: [String]) -> [[String]] {
    let classes = rows.map { $0.model.classNames(on: session.dataset) }
    let heading = zip(rows, names).flatMap { row, name in
      row.evaluation.certainty == nil ? [name] : [name, "\(name), probability"]
    }
    let lines = rows[0].evaluation.labels.enumerated().map { index, label in
      var line = [
        "\(index)", session.dataset.test.source(of: index) ?? "", session.dataset.classNames[Int(label)],
      ]
      for (row, names) in zip(rows, classes) {
        line.append(names[Int(row.evaluation.predicted[index])])
        if let certainty = row.evaluation.certainty { line.append("\(certainty.ofPrediction[index])") }
      }
      return line
    }
    return [["example", "source", "label"] + heading] + lines
  }

  /// How many mistakes are shown.
  private static let mostMistakes = 24

  /// The most certain mistakes of a model, with pictures where examples are pictures.
  private func mistakes(of row: Measured, name: String) throws -> MistakesReport {
    let evaluation = row.evaluation
    let names = row.model.classNames(on: session.dataset)
    let features = session.dataset.test.features
    let mistakes = try MistakesReport.mostCertain(of: evaluation, limit: Self.mostMistakes).map { example in
      MistakesReport.Mistake(
        example: example, source: session.dataset.test.source(of: example),
        label: names[Int(evaluation.labels[example])],
        predicted: names[Int(evaluation.predicted[example])],
        probability: Double(evaluation.certainty?.ofPrediction[example] ?? 0),
        labelProbability: Double(evaluation.certainty?.ofLabel[example] ?? 0),
        picture: try picture(of: features.matrix(rows: example..<example + 1)))
    }
    return MistakesReport(
      title: name, count: evaluation.confusion.total - evaluation.confusion.correct, mistakes: mistakes)
  }

  /// An example as a PNG file; nil where it is no picture, or this build writes none.
  private func picture(of example: Matrix) throws -> Data? {
    guard PNG.isAvailable, let size = session.dataset.imageSize else { return nil }
    let range = example.range ?? 0...1
    return try PNG.encode(
      PixelImage(
        values: example.elements[...], width: size.width, height: size.height,
        range: range.lowerBound >= 0 && range.upperBound <= 1 ? 0...1 : range))
  }
}
