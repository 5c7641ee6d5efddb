extension RunRecord {
  /// How near to its optimum the solver of a convex problem came, and why it ended.
  package struct Convergence: Codable, Sendable, Equatable {
    /// What says how far the optimum is: `relative duality gap`.
    package var measure: String
    /// What that came to.
    package var value: Double
    /// What it was to come to at most.
    package var tolerance: Double
    /// Iterations, or passes over the examples.
    package var iterations: Int
    /// Why it ended: `tolerance`, `limit` or `precision`.
    package var end: String
    /// True when the optimum was reached, up to the tolerance.
    package var converged: Bool

    /// A convergence from its parts.
    package init(
      measure: String, value: Double, tolerance: Double, iterations: Int, end: String, converged: Bool
    ) {
      self.measure = measure
      self.value = value
      self.tolerance = tolerance
      self.iterations = iterations
      self.end = end
      self.converged = converged
    }
  }
}
