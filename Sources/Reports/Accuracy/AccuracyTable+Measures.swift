internal import StrataClassifiers
package import StrataDrawings

extension AccuracyTable {
  /// Every measure of every model; columns in which no model has a value are left out.
  ///
  /// - Parameter escape: makes a name fit for where it is printed.
  package func measures(escape: @escaping (String) -> String = \.self) -> Table {
    let columns: [(Table.Heading, (Model) -> String?)] = [
      (.words("Model"), { escape($0.name) }),
      (.number("Test error"), { String($0.testErrorPercent, decimals: 2) + " %" }),
      (.number("95 % interval"), { $0.intervalText + " %" }),
      (.number("Validation error"), { $0.validationErrorPercent.map { String($0, decimals: 2) + " %" } }),
      (.number("Log loss"), { $0.logLoss.map { String($0, decimals: 4) } }),
      (.number("Calibration error"), { $0.calibrationError.map { String($0, decimals: 4) } }),
      (.number("Parameters"), { String(grouped: $0.parameters) }),
      (.number("Training time"), { $0.trainingSeconds.map { String(seconds: $0) } }),
      (.number("McNemar p"), { $0.mcnemarP.map { String(pValue: $0) } }),
    ]
    let filled = columns.filter { column in models.contains { column.1($0) != nil } }
    return Table(filled.map(\.0), rows: models.map { model in filled.map { $0.1(model) ?? "–" } })
  }
}
