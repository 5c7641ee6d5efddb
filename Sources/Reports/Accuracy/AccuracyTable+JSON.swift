internal import Foundation
internal import StrataClassifiers

extension AccuracyTable {
  /// The table as JSON: `{"dataset": {…}, "models": [{…}], "remarks": […]}`, keys sorted, a value that is not there null.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(Document(self)), as: UTF8.self) + "\n"
  }

  /// The table as its readers know it; its keys are a promise to them.
  private struct Document: Encodable {
    let dataset: DatasetEntry
    let models: [ModelEntry]
    let remarks: [String]

    init(_ table: AccuracyTable) {
      dataset = DatasetEntry(dataset: table.dataset)
      models = table.models.map(ModelEntry.init)
      remarks = table.remarks
    }
  }

  private struct DatasetEntry: Encodable {
    let dataset: Dataset

    enum CodingKeys: CodingKey {
      case name, sha256, train, validation, test
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(dataset.name, forKey: .name)
      try container.encode(dataset.sha256, forKey: .sha256)
      try container.encode(dataset.train, forKey: .train)
      try container.encode(dataset.validation, forKey: .validation)
      try container.encode(dataset.test, forKey: .test)
    }
  }

  private struct ModelEntry: Encodable {
    let model: Model

    enum CodingKeys: String, CodingKey {
      case name, kind, parameters, command, run, note
      case testErrorPercent = "test_error_percent"
      case testErrors = "test_errors"
      case intervalPercent = "ci95_percent"
      case validationErrorPercent = "validation_error_percent"
      case logLoss = "log_loss"
      case calibrationError = "calibration_error"
      case trainingSeconds = "training_seconds"
      case mcnemarP = "mcnemar_p"
      case balancedAccuracy = "balanced_accuracy"
      case macroF1 = "macro_f1"
      case areaUnderCurve = "auc"
    }

    /// Writes every key, also those without a value, so that a reader never has to ask for one.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      let interval = model.intervalPercent
      try container.encode(model.name, forKey: .name)
      try container.encode(model.kind.rawValue, forKey: .kind)
      try container.encode(model.testErrorPercent, forKey: .testErrorPercent)
      try container.encode(model.testErrors, forKey: .testErrors)
      try container.encode([interval.lowerBound, interval.upperBound], forKey: .intervalPercent)
      try container.encode(model.validationErrorPercent, forKey: .validationErrorPercent)
      try container.encode(model.logLoss, forKey: .logLoss)
      try container.encode(model.calibrationError, forKey: .calibrationError)
      try container.encode(model.classAverages?.balancedAccuracy, forKey: .balancedAccuracy)
      try container.encode(model.classAverages?.macroF1, forKey: .macroF1)
      try container.encode(model.classAverages?.areaUnderCurve, forKey: .areaUnderCurve)
      try container.encode(model.parameters, forKey: .parameters)
      try container.encode(model.trainingSeconds, forKey: .trainingSeconds)
      try container.encode(model.mcnemarP, forKey: .mcnemarP)
      try container.encode(model.command, forKey: .command)
      try container.encode(model.run, forKey: .run)
      try container.encode(model.note, forKey: .note)
    }
  }
}
