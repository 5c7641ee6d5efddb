internal import StrataFiles
package import StrataLayerGraph
public import StrataLinearAlgebra

/// Multiclass logistic regression on any features: the baseline that needs no hidden layer.
///
/// It makes the mean cross-entropy plus λ/2 · ‖W‖² as small as it can be, by L-BFGS: the problem is
/// convex, so there is one answer, whatever the seed.
///
/// ```swift
/// let baseline = try LogisticRegression().fit(mnist.train, classes: 10)
/// ```
public struct LogisticRegression: Hashable, Sendable, Codable {
  /// λ; biases are spared. scikit-learn's C is 1 / (λ · examples).
  public var weightDecay: Double
  /// Iterations at most.
  public var iterations: Int
  /// Ends when no element of the gradient is larger.
  public var tolerance: Double

  /// A recipe.
  public init(weightDecay: Double = 2e-5, iterations: Int = 10_000, tolerance: Double = 1e-4) {
    self.weightDecay = weightDecay
    self.iterations = iterations
    self.tolerance = tolerance
  }

  /// How far it has come.
  public struct Progress: Sendable, Equatable {
    /// Iterations so far.
    public let iteration: Int
    /// The mean cross-entropy plus λ/2 · ‖W‖².
    public let loss: Double
    /// The largest element of its gradient.
    public let gradient: Double
  }

  /// The fitted classifier. Its ``Classifier/convergence`` says how near to the optimum it is.
  ///
  /// - Parameters:
  ///   - examples: what to learn from, with their labels.
  ///   - classes: how many classes there are.
  ///   - execution: how the arithmetic is carried out.
  ///   - report: called after each iteration, from 1; what it throws ends the fit: `StopTraining` with the weights so far,
  ///     any other error without a result.
  /// - Throws: `CancellationError` when the task is cancelled; `InputError` where examples and classes do not go
  ///   together.
  public func fit(
    _ examples: any LabelledExamples, classes: Int, execution: Execution = Execution(),
    report: (Progress) throws -> Void = { _ in }
  ) throws -> Classifier {
    try check()
    let graph = try LayerGraph.linearClassifier(
      inputs: examples.features.columns, classes: classes, loss: .softmaxCrossEntropy)
    let problem = try FullGradient(
      graph, loss: NodeRole.loss.name, features: examples.features, labels: examples.labels,
      execution: execution)
    let weights = examples.features.columns * classes

    var method = LBFGS()
    method.iterations = iterations
    method.tolerance = tolerance
    let start = [Double](repeating: 0, count: weights + classes)
    let best = try method.minimize(
      from: start,
      evaluate: { point in
        problem.store.setElements(point, of: problem.gradients.map(\.name))
        var value = try problem.evaluate()
        var gradient = problem.gradients.flatMap { $0.place.window.copied().elements.map(Double.init) }
        for index in 0..<weights {
          value += weightDecay / 2 * point[index] * point[index]
          gradient[index] += weightDecay * point[index]
        }
        return (value, gradient)
      },
      report: { iteration, value, gradient in
        if iteration > 0 { try report(Progress(iteration: iteration, loss: value, gradient: gradient)) }
        try Task.checkCancellation()
      })
    problem.store.setElements(best.point, of: problem.gradients.map(\.name))
    return try Classifier(
      graph.replacing(parameters: problem.store.table), convergence: convergence(of: best))
  }

  private func convergence(of best: LBFGS.Result) -> Convergence {
    let end: Convergence.End =
      best.gradientNorm <= tolerance
      ? .tolerance : best.iterations >= iterations ? .limit : best.isStopped ? .request : .precision
    return Convergence(
      measure: .gradient, value: best.gradientNorm, tolerance: tolerance, iterations: best.iterations,
      end: end)
  }

  private func check() throws {
    try InputError.require(
      weightDecay >= 0 && weightDecay.isFinite, "weightDecay", "zero or a positive number",
      "\(weightDecay)")
    try InputError.require(iterations >= 1, "iterations", "at least 1", "\(iterations)")
    try InputError.require(tolerance >= 0, "tolerance", "zero or a positive number", "\(tolerance)")
  }
}

extension InputError {
  /// Refuses a value of a recipe unless something is true of it.
  static func require(_ isTrue: Bool, _ key: String, _ expected: String, _ found: String) throws {
    guard !isTrue else { return }
    throw InputError(
      .recipe, at: key, expected: expected, found: found, advice: "change it in the recipe")
  }
}

extension LayerGraph {
  /// A head alone: `input` → `head` → `probability`, and `loss`.
  package static func linearClassifier(inputs: Int, classes: Int, loss: Loss) throws -> LayerGraph {
    try LayerGraph(nodes: [Node(NodeRole.input.name, .input(width: inputs))], parameters: ParameterTable())
      .attachingHead(classes: classes, loss: loss)
  }
}

extension ParameterStore {
  /// Writes the elements of the named parameters, one after the other.
  fileprivate func setElements(_ elements: [Double], of names: [String]) {
    var start = 0
    for name in names {
      let place = self[name]
      let count = place.rows * place.columns
      place.window.assign(
        Matrix(
          rows: place.rows, columns: place.columns, elements[start..<start + count].map(Float.init)))
      start += count
    }
  }
}
