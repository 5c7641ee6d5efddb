internal import StrataClassifiers
internal import StrataReports
internal import StrataRuns
internal import StrataStages

/// What a whole run came to with one seed.
struct SeedResult: Codable, Sendable {
  struct Model: Codable, Sendable {
    let name: String
    let errorPercent: Double
  }

  let seed: UInt64
  let title: String
  let models: [Model]
  /// What a reader must know of these numbers.
  let warnings: [String]
  /// What does not look right in training.
  let findings: [RunRecord.Finding]

  /// - Parameter isWanted: false for a model that is left out.
  init(_ outcome: EvaluateStage.Outcome, seed: UInt64, _ isWanted: (AccuracyTable.Model) -> Bool) {
    let table = outcome.table
    self.seed = seed
    (warnings, findings) = (table.warnings, outcome.findings)
    title = table.title
    models = table.models.filter(isWanted).map {
      Model(name: $0.name, errorPercent: $0.testErrorPercent)
    }
  }
}
