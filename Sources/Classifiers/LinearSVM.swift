internal import StrataFiles
internal import StrataLayerGraph
public import StrataLinearAlgebra

/// A multiclass linear support vector machine (Crammer and Singer 2001) on any features.
///
/// It makes the mean of max(0, 1 + max over rivals of their score − the right class's score) plus λ/2 · ‖W‖² as
/// small as it can be; biases are spared. The problem is convex, so there is one optimum, whatever the seed. The
/// dual is solved one example after the other (Keerthi et al. 2008, "A sequential dual method for large scale
/// multi-class linear SVMs"), until primal and dual say that the optimum is near: see `MarginDual`.
///
/// ```swift
/// let machine = try LinearSVM().fit(mnist.train, classes: 10, seed: 1)
/// print(machine.convergence?.value ?? 1)  // the relative duality gap: 0.00098
/// ```
///
/// A pass takes twice examples × features × classes multiplications, zeros skipped, on one thread. Few passes are
/// needed where features are of one scale and the penalty is not weak; where λ · examples is less than about a
/// thousandth of the mean ‖x − mean‖², the limit may come first, which the convergence says.
public struct LinearSVM: Hashable, Sendable, Codable {
  /// λ; biases are spared. scikit-learn's C is 1 / (λ · examples).
  public var weightDecay: Double
  /// Passes over the examples at most. A pass over some of them counts as its share.
  public var passes: Int
  /// Ends when (primal − dual) / primal is no larger: the objective is then above its optimum by at most this share.
  public var tolerance: Double

  /// A recipe.
  public init(weightDecay: Double = 1e-4, passes: Int = 10_000, tolerance: Double = 1e-3) {
    self.weightDecay = weightDecay
    self.passes = passes
    self.tolerance = tolerance
  }

  /// What rounding leaves of a loss of 0: scores are of about 1, and a Double of that size ends at 1e-16.
  public static let smallestLoss = 1e-12

  /// How far it has come.
  public struct Progress: Sendable, Equatable {
    /// Passes over the examples so far.
    public let passes: Double
    /// The lowest objective so far.
    public let loss: Double
    /// What no weights and biases can bring the objective below.
    public let bound: Double

    /// The relative duality gap: (loss − bound) / loss. A loss below ``LinearSVM/smallestLoss`` counts as that.
    public var gap: Double { max(0, (loss - bound) / max(loss, LinearSVM.smallestLoss)) }
  }

  /// What is reported while it runs.
  public enum Event: Sendable, Equatable {
    /// Another pass, over all or some of the examples, is done.
    case pass
    /// Primal and dual were measured.
    case measured(Progress)
  }

  /// The fitted classifier; its scores are margins, not logits. Its ``Classifier/convergence`` says how near to the
  /// optimum it is.
  ///
  /// - Parameters:
  ///   - examples: what to learn from, with their labels.
  ///   - classes: how many classes there are.
  ///   - seed: fixes the order in which examples are visited.
  ///   - execution: how the arithmetic is carried out.
  ///   - report: called as it goes; what it throws ends the fit: `StopTraining` with the best weights so far, any other
  ///     error without a result.
  /// - Throws: `CancellationError` when the task is cancelled; `InputError` where recipe, examples and classes do not go
  ///   together.
  public func fit(
    _ examples: any LabelledExamples, classes: Int, seed: UInt64,
    execution: Execution = Execution(), report: (Event) throws -> Void = { _ in }
  ) throws -> Classifier {
    try check()
    try execution.check()
    let graph = try LayerGraph.linearClassifier(
      inputs: examples.features.columns, classes: classes, loss: .multiclassHinge)
    try graph.check(features: examples.features, labels: examples.labels, for: NodeRole.loss.name)
    let dual = MarginDual(
      examples.features, labels: examples.labels, classes: classes, weightDecay: weightDecay,
      threads: execution.threads)
    let (best, convergence) = try solve(
      dual, examples: examples.labels.count, order: RandomStream(seed: seed, purpose: "linear-svm"),
      report: report)
    try examples.features.requireIntact()
    var table = graph.parameters
    table[NodeRole.head.weight()] = best.weight
    table[NodeRole.head.bias()] = best.bias
    return try Classifier(graph.replacing(parameters: table), convergence: convergence)
  }

  private func check() throws {
    try InputError.require(
      weightDecay > 0 && weightDecay.isFinite, "weightDecay", "a positive number", "\(weightDecay)")
    try InputError.require(passes >= 1, "passes", "at least 1", "\(passes)")
    try InputError.require(tolerance >= 0, "tolerance", "zero or a positive number", "\(tolerance)")
  }
}

// MARK: - The solver

extension LinearSVM {
  /// Passes in a row over the same examples at most.
  private static let round = 20
  /// A round ends when what the visits find is this share of what there was.
  private static let progress = 0.1

  /// Rounds of visits to the examples that a measurement shows to be far from their best shares, until the gap is
  /// small enough or the passes are used up.
  private func solve(
    _ dual: MarginDual, examples: Int, order: RandomStream, report: (Event) throws -> Void
  ) throws -> (best: (weight: Matrix, bias: Matrix), Convergence) {
    var best = dual.parameters
    var (loss, bound, visits, turn) = (Double.infinity, 0.0, 0, 0)
    var isStopped = false
    func tell(_ event: Event) throws {
      do { try report(event) } catch is StopTraining { isStopped = true }
    }
    let limit = Double(passes) * Double(examples)
    while true {
      let measure = dual.measure()
      if measure.primal < loss { (loss, best) = (measure.primal, dual.parameters) }
      bound = max(bound, measure.dual)
      let state = Progress(passes: Double(visits) / Double(examples), loss: loss, bound: bound)
      try tell(.measured(state))
      let end: Convergence.End? =
        state.gap <= tolerance
        ? .tolerance : Double(visits) >= limit ? .limit : isStopped ? .request : nil
      if let end {
        return (
          best,
          Convergence(
            measure: .dualityGap, value: state.gap, tolerance: tolerance,
            iterations: Int(state.passes.rounded(.up)), end: end)
        )
      }
      dual.moveCentres()
      // Who adds less than a tenth of what is allowed can wait.
      let small = tolerance * loss / 10
      let far = measure.gaps.indices.filter { measure.gaps[$0] > small }.map(Int32.init)
      let chosen = far.isEmpty ? (0..<Int32(examples)).map { $0 } : far
      let total = far.reduce(0.0) { $0 + measure.gaps[Int($1)] }
      for _ in 0..<Self.round where Double(visits) < limit && !isStopped {
        let turns = order.at(epoch: turn).permutation(count: chosen.count)
        let found = dual.visit(turns.map { chosen[Int($0)] }, threshold: small / 2)
        visits += chosen.count
        turn += 1
        try tell(.pass)
        try Task.checkCancellation()
        if found <= Self.progress * total { break }
      }
    }
  }
}
