public import Foundation
internal import StrataClassifiers
internal import StrataFiles

extension AccuracyTable {
  /// Reads what `json()` wrote.
  ///
  /// - Parameters:
  ///   - json: all bytes of the file.
  ///   - title: of the data set, which is not in it.
  ///   - place: the file, as errors name it.
  /// - Throws: `InputError` when it is something else, or holds numbers that cannot be.
  public init(json: Data, title: String, at place: String) throws {
    let document: Document
    do {
      document = try JSONDecoder().decode(Document.self, from: json)
    } catch {
      throw Self.unreadable(place, found: "something else")
    }
    let models = try document.models.map { model in
      guard let row = model.row else { throw Self.unreadable(place, found: "impossible numbers") }
      return row
    }
    guard !models.isEmpty else { throw Self.unreadable(place, found: "no model") }
    let dataset = document.dataset
    self.init(
      dataset: Dataset(
        name: dataset.name, title: title, sha256: dataset.sha256,
        train: dataset.train, validation: dataset.validation, test: dataset.test), models: models,
      remarks: document.remarks ?? [])
  }

  private static func unreadable(_ place: String, found: String) -> InputError {
    InputError(
      .malformedData, at: place, expected: "an accuracy table", found: found, advice: "evaluate again")
  }

  private struct Document: Decodable {
    let dataset: DatasetEntry
    let models: [ModelEntry]
    /// Not in a table of an earlier version.
    let remarks: [String]?
  }

  private struct DatasetEntry: Decodable {
    let name: String
    let sha256: String
    let train: Int
    let validation: Int
    let test: Int
  }

  private struct ModelEntry: Decodable {
    let name: String
    let kind: String
    let testErrorPercent: Double
    /// Not in a table of version 0.1.
    let testErrors: Int?
    let intervalPercent: [Double]
    let validationErrorPercent: Double?
    let logLoss: Double?
    let calibrationError: Double?
    /// The three are not in a table of version 0.1.
    let balancedAccuracy: Double?
    let macroF1: Double?
    let areaUnderCurve: Double?
    let parameters: Int
    let trainingSeconds: Double?
    let mcnemarP: Double?
    let command: String
    let run: String?
    let note: String?

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

    /// The row; nil when its numbers cannot be.
    var row: Model? {
      guard let kind = ModelKind(rawValue: kind), intervalPercent.count == 2,
        intervalPercent[0] <= intervalPercent[1],
        trainingSeconds.map({ $0.isFinite && $0 >= 0 }) ?? true
      else { return nil }
      let averages = balancedAccuracy.flatMap { balancedAccuracy in
        macroF1.map {
          ClassAverages(balancedAccuracy: balancedAccuracy, macroF1: $0, areaUnderCurve: areaUnderCurve)
        }
      }
      return Model(
        name: name, kind: kind, testErrorPercent: testErrorPercent, testErrors: testErrors,
        intervalPercent: intervalPercent[0]...intervalPercent[1],
        validationErrorPercent: validationErrorPercent, logLoss: logLoss,
        calibrationError: calibrationError, classAverages: averages, parameters: parameters,
        trainingSeconds: trainingSeconds, mcnemarP: mcnemarP, command: command, run: run, note: note)
    }
  }
}
