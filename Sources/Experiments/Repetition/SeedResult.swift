internal import StrataClassifiers
internal import StrataReports

/// What a whole run came to with one seed.
struct SeedResult: Codable, Sendable {
  struct Model: Codable, Sendable {
    let name: String
    let errorPercent: Double
  }

  let seed: UInt64
  let title: String
  let models: [Model]

  /// - Parameter isWanted: false for a model that is left out.
  init(_ table: AccuracyTable, seed: UInt64, _ isWanted: (AccuracyTable.Model) -> Bool) {
    self.seed = seed
    title = table.title
    models = table.models.filter(isWanted).map {
      Model(name: $0.name, errorPercent: $0.testErrorPercent)
    }
  }
}
