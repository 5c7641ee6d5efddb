internal import StrataClassifiers
package import StrataDrawings

extension AccuracyTable {
  /// The errors of every model, what it cost and how it compares; columns in which no model has a value are left out.
  ///
  /// - Parameter escape: makes a name fit for where it is printed.
  package func errors(escape: @escaping (String) -> String = \.self) -> Table? {
    table(
      [
        (.number("Test error"), { String($0.testErrorPercent, decimals: 2) + " %" }),
        (.number("95 % interval"), { $0.intervalText + " %" }),
        (.number("Validation error"), { $0.validationErrorPercent.map { String($0, decimals: 2) + " %" } }),
        (.number("Parameters"), { String(grouped: $0.parameters) }),
        (.number("Training time"), { $0.trainingSeconds.map { String(seconds: $0) } }),
        (.number("McNemar p"), { $0.mcnemarP.map { String(pValue: $0) } }),
      ], escape)
  }

  /// How good its probabilities are, and what it is worth where each class counts alike; nil where no model has any of
  /// it.
  package func qualities(escape: @escaping (String) -> String = \.self) -> Table? {
    table(Self.qualityColumns, escape)
  }

  private static var qualityColumns: [Column] {
    [
      (.number("Log\nloss"), { $0.logLoss.map { String($0, decimals: 4) } }),
      (.number("Calibration\nerror"), { $0.calibrationError.map { String($0, decimals: 4) } }),
      (
        .number("Balanced\naccuracy"),
        { $0.classAverages.map { String(100 * $0.balancedAccuracy, decimals: 2) + " %" } }
      ),
      (.number("Macro-F1"), { $0.classAverages.map { String(100 * $0.macroF1, decimals: 2) + " %" } }),
      (.number("AUC"), { $0.classAverages?.areaUnderCurve.map { String($0, decimals: 4) } }),
    ]
  }

  private typealias Column = (heading: Table.Heading, cell: (Model) -> String?)

  private func table(_ columns: [Column], _ escape: (String) -> String) -> Table? {
    let filled = columns.filter { column in models.contains { column.cell($0) != nil } }
    guard !filled.isEmpty else { return nil }
    return Table(
      [.words("Model")] + filled.map(\.heading),
      rows: models.map { model in [escape(model.name)] + filled.map { $0.cell(model) ?? "–" } })
  }
}
