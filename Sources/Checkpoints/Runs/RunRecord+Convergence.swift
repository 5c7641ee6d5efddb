extension RunRecord {
  /// How near to its optimum the solver of a convex problem came, and why it ended.
  public struct Convergence: Codable, Sendable, Equatable {
    /// What says how far the optimum is: `relative duality gap`.
    public var measure: String
    /// What that came to.
    public var value: Double
    /// What it was to come to at most.
    public var tolerance: Double
    /// Iterations, or passes over the examples.
    public var iterations: Int
    /// Why it ended: `tolerance`, `limit` or `precision`.
    public var end: String
    /// True when the optimum was reached, up to the tolerance.
    public var converged: Bool

    /// A convergence from its parts.
    public init(
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
