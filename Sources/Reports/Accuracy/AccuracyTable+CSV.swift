internal import StrataClassifiers
internal import StrataDrawings

extension AccuracyTable {
  /// The table as CSV (RFC 4180): one model a line, with the data set in each, so that files can be joined.
  ///
  /// Remarks, which are of no row, are not in it.
  public var csv: String {
    let heading = [
      "name", "kind", "test_error_percent", "ci95_low_percent", "ci95_high_percent",
      "validation_error_percent", "log_loss", "calibration_error", "balanced_accuracy", "macro_f1", "auc",
      "parameters",
      "training_seconds", "mcnemar_p", "command", "run", "dataset", "dataset_sha256", "train", "validation",
      "test",
      "note",
    ]
    let lines = models.map { model -> [String] in
      [
        model.name, model.kind.rawValue, "\(model.testErrorPercent)",
        "\(model.intervalPercent.lowerBound)", "\(model.intervalPercent.upperBound)",
        Self.field(model.validationErrorPercent), Self.field(model.logLoss),
        Self.field(model.calibrationError), Self.field(model.classAverages?.balancedAccuracy),
        Self.field(model.classAverages?.macroF1), Self.field(model.classAverages?.areaUnderCurve),
        "\(model.parameters)",
        Self.field(model.trainingSeconds),
        Self.field(model.mcnemarP), model.command, model.run ?? "", dataset.name, dataset.sha256,
        "\(dataset.train)", "\(dataset.validation)", "\(dataset.test)", model.note ?? "",
      ]
    }
    return ([heading] + lines).csv
  }

  /// A number, or nothing where there is none.
  private static func field(_ number: Double?) -> String { number.map { "\($0)" } ?? "" }
}
