internal import Checkpoints
internal import Classifiers

extension RunRecord {
  /// What a reader of a linear model's error must know of how it was trained; nil when there is nothing.
  var convergenceNote: String? {
    guard model == .logisticRegression || model == .linearSVM else { return nil }
    guard let convergence else {
      return "was trained by an earlier version, which did not record whether it converged"
    }
    return Convergence(convergence)?.note
      ?? (convergence.converged ? nil : "did not converge (\(convergence.end))")
  }
}

extension RunRecord.Convergence {
  /// A solver's convergence as a record holds it.
  init(_ convergence: Convergence) {
    self.init(
      measure: convergence.measure.rawValue, value: convergence.value, tolerance: convergence.tolerance,
      iterations: convergence.iterations, end: convergence.end.rawValue,
      converged: convergence.isConverged)
  }
}

extension Convergence {
  /// A record's convergence; nil when another version wrote it in words that this one does not know.
  init?(_ record: RunRecord.Convergence) {
    guard let measure = Measure(rawValue: record.measure), let end = End(rawValue: record.end) else {
      return nil
    }
    self.init(
      measure: measure, value: record.value, tolerance: record.tolerance, iterations: record.iterations,
      end: end)
  }
}
