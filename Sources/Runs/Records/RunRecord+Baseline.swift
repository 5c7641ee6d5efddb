package import StrataClassifiers

extension RunRecord {
  /// What a reader of a linear model's error must know of how it was trained; nil when there is nothing.
  package var convergenceNote: String? {
    guard model == .logisticRegression || model == .linearSVM else { return nil }
    guard let convergence else {
      return "was trained by an earlier version, which did not record whether it converged"
    }
    return convergence.note
  }
}

extension Convergence {
  /// The convergence as a record holds it.
  package var forRecord: RunRecord.Convergence {
    RunRecord.Convergence(
      measure: measure.rawValue, value: value, tolerance: tolerance, iterations: iterations,
      end: end.rawValue, converged: isConverged)
  }

  /// A record's convergence; nil when another version wrote it in words that this one does not know.
  fileprivate init?(_ record: RunRecord.Convergence) {
    guard let measure = Measure(rawValue: record.measure), let end = End(rawValue: record.end) else {
      return nil
    }
    self.init(
      measure: measure, value: record.value, tolerance: record.tolerance, iterations: record.iterations,
      end: end)
  }
}

/// The words of a record's convergence; nil where this version does not know what it says.
private func words(_ record: RunRecord.Convergence) -> String? { Convergence(record)?.note }

extension RunRecord.Convergence {
  /// What a reader must know; nil when the optimum was reached.
  fileprivate var note: String? { converged ? nil : words(self) ?? "did not converge (\(end))" }
}
