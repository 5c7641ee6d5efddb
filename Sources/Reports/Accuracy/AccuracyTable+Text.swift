internal import StrataClassifiers
internal import StrataDrawings

extension AccuracyTable {
  /// The table for a terminal, 80 columns wide; a command is one line however long, to be copied.
  public var text: String {
    let table = Table(
      [
        .words("Model"), .number("Error\n%"), .number("95 %\ninterval"), .number("Parameters"),
        .number("Training"), .number("McNemar\np"),
      ],
      rows: models.map { model in
        [
          model.name, String(model.testErrorPercent, decimals: 2), model.intervalText,
          String(grouped: model.parameters), model.trainingSeconds.map { String(seconds: $0) } ?? "–",
          String(pValue: model.mcnemarP),
        ]
      })
    let paragraphs = ([notes] + warnings + [provenance, "SHA-256 \(dataset.sha256)"]).flatMap {
      $0.printable.wrapped(to: 80)
    }
    return """
      \(title.printable)

      \(table.text())
      \(qualities().map { "\($0.text())\n" } ?? "")\(paragraphs.joined(separator: "\n"))

      The command behind each row:

      \(commandLines.map { "  \($0)" }.joined(separator: "\n"))

      """
  }

  /// What the columns mean.
  package var notes: String {
    let interval = "The interval is Wilson's for the test error."
    let averages =
      models.contains { $0.classAverages != nil }
      ? " Balanced accuracy (the mean recall of the classes that occur) and macro-F1 (of those and any that is predicted) "
        + "count each class alike, as does AUC, each class against the rest."
      : ""
    guard let baseline, models.count > 1 else { return interval + averages }
    return interval
      + " McNemar p: exact two-sided test against \(baseline.name) on the same examples." + averages
  }

  /// What a reader must know of single models, and of those that are not in the table: a sentence or two each.
  package var warnings: [String] {
    models.compactMap { model in model.note.map { "Note: \(model.name) \($0)." } }
      + remarks.map { "Note: \($0)" }
  }

  /// The data behind the numbers.
  package var provenance: String {
    """
    Data: \(dataset.title) (\(dataset.name)), \(String(grouped: dataset.train)) training, \
    \(String(grouped: dataset.validation)) validation, \(String(grouped: dataset.test)) test examples.
    """
  }

  /// For each row a comment that names it, then its command.
  package var commandLines: [String] {
    models.flatMap { model in
      let run = model.run.map { " (\($0))" } ?? ""
      return ["# \(model.name)\(run)".printable, model.command.printable]
    }
  }
}

extension AccuracyTable.Model {
  /// `1.38–1.88`.
  package var intervalText: String {
    "\(String(intervalPercent.lowerBound, decimals: 2))–\(String(intervalPercent.upperBound, decimals: 2))"
  }
}
