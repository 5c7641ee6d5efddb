/// A line of `metrics.jsonl`.
package struct BaselineMetrics: Codable {
  package let iteration: Int
  package let loss: Double
}

extension BaselineMetrics {
  /// One iteration's.
  package init(_ iteration: Int, loss: Double) {
    self.iteration = iteration
    self.loss = loss
  }
}
