/// A line of `metrics.jsonl`.
package struct BaselineMetrics: Codable {
  package let iteration: Int
  package let loss: Double
  /// Logistic regression's largest gradient element, or the support vector machine's relative duality gap; nil in
  /// a file of an earlier version.
  package var measure: Double?
}

extension BaselineMetrics {
  /// One iteration's.
  package init(_ iteration: Int, loss: Double, measure: Double) {
    self.iteration = iteration
    self.loss = loss
    self.measure = measure
  }
}
