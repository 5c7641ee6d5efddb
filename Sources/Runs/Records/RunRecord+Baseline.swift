internal import StrataClassifiers

extension RunRecord {
  /// What a reader of a linear model's error must know of how it was trained; nil when there is nothing.
  package var convergenceNote: String? {
    guard model?.linearModel != nil else { return nil }
    guard let convergence else {
      return "was trained by an earlier version, which did not record whether it converged"
    }
    return convergence.note
  }
}
