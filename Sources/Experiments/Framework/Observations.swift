internal import StrataClassifiers

/// All that an experiment measured: a row for each set of conditions and each seed ("tidy data", Wickham
/// 2014), a column for each factor and each quantity.
///
/// ```swift
/// var observations = Observations(factors: ["noise", "target"], quantities: [.testError])
/// observations.record(["25 %", "clean"], seed: 1, [.testError: 2.31])
/// observations.summary(of: .testError, at: ["25 %", "clean"])
/// ```
struct Observations: Sendable {
  /// What is varied, for example `noise`.
  let factors: [String]
  /// What is measured, in the order of the columns.
  let quantities: [Quantity]
  private(set) var rows: [Row] = []

  /// One set of conditions with one seed.
  struct Row: Sendable, Equatable {
    /// The level of each factor.
    let levels: [Level]
    let seed: UInt64
    /// A quantity that was not measured there is left out.
    let values: [Quantity: Double]
  }

  init(factors: [String], quantities: [Quantity]) {
    self.factors = factors
    self.quantities = quantities
  }

  /// Adds a row. Traps unless there is a level for each factor, and each quantity is one of these.
  mutating func record(_ levels: [Level], seed: UInt64, _ values: [Quantity: Double]) {
    precondition(levels.count == factors.count, "\(levels.count) levels of \(factors.count) factors")
    precondition(values.keys.allSatisfy(quantities.contains), "a quantity that has no column")
    rows.append(Row(levels: levels, seed: seed, values: values))
  }

  /// Some of the quantities under the same conditions.
  func keeping(_ quantities: [Quantity]) -> Observations {
    var kept = Observations(factors: factors, quantities: quantities)
    for row in rows {
      kept.record(row.levels, seed: row.seed, row.values.filter { quantities.contains($0.key) })
    }
    return kept
  }

  /// The sets of conditions, in the order in which they came up.
  var conditions: [[Level]] {
    var seen: Set<[Level]> = []
    return rows.map(\.levels).filter { seen.insert($0).inserted }
  }

  /// The levels of a factor, in the order in which they came up.
  func levels(of factor: String) -> [Level] {
    guard let place = factors.firstIndex(of: factor) else { return [] }
    var seen: Set<Level> = []
    return rows.map { $0.levels[place] }.filter { seen.insert($0).inserted }
  }

  /// A quantity under some conditions, a value for each seed.
  func values(of quantity: Quantity, at levels: [Level]) -> [Double] {
    rows.filter { $0.levels == levels }.compactMap { $0.values[quantity] }
  }

  /// Mean and spread of a quantity under some conditions; nil where it was not measured.
  func summary(of quantity: Quantity, at levels: [Level]) -> Sample? {
    let values = values(of: quantity, at: levels)
    return values.isEmpty ? nil : Sample(values)
  }

  /// The mean of a quantity under some conditions. Traps where it was not measured.
  func mean(of quantity: Quantity, at levels: [Level]) -> Double {
    guard let summary = summary(of: quantity, at: levels) else {
      preconditionFailure("no \(quantity.name) at \(levels)")
    }
    return summary.mean
  }

  /// A quantity under one set of conditions less that under another, seed by seed.
  func differences(of quantity: Quantity, _ left: [Level], minus right: [Level]) -> [Double] {
    rows.filter { $0.levels == left }.compactMap { row in
      let other = rows.first { $0.levels == right && $0.seed == row.seed }
      guard let value = row.values[quantity], let rival = other?.values[quantity] else { return nil }
      return value - rival
    }
  }
}
