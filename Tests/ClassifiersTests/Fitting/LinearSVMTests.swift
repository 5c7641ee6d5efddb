import StrataLayerGraph
import StrataLinearAlgebra
import Testing

@testable import StrataClassifiers

/// The multiclass support vector machine.
struct LinearSVMTests {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func separableClassesAreSeparated(seed: UInt64) throws {
    let examples = ToyClasses.clouds(rows: 60, width: 0.3, seed: seed)
    let others = ToyClasses.clouds(rows: 60, width: 0.3, seed: seed + 10)
    let machine = try LinearSVM(weightDecay: 1e-5).fit(examples, classes: 3, seed: seed)
    #expect(!machine.hasProbabilities)
    #expect(machine.convergence?.isConverged == true)
    #expect(try machine.predict(examples.features) == examples.labels)
    #expect(try machine.predict(others.features) == others.labels)
    // With a margin: every right score is the largest by about 1.
    let scores = try machine.scores(for: examples.features)
    for (row, label) in examples.labels.enumerated() {
      let rival = (0..<3).filter { $0 != Int(label) }.map { scores[row, $0] }.max() ?? 0
      #expect(scores[row, Int(label)] - rival > 0.9)
    }
  }

  /// The penalised hinge loss comes as near to the quadratic program's optimum as the tolerance says, and never
  /// below it.
  @Test(arguments: [1e-2, 1e-3, 1e-5], [1, 2] as [UInt64])
  func thePenalisedHingeLossReachesItsOptimum(tolerance: Double, seed: UInt64) throws {
    let problem = try LinearProblem(named: "multiclass-svm")
    let machine = try LinearSVM(weightDecay: problem.weightDecay, tolerance: tolerance)
      .fit(problem.examples, classes: 3, seed: seed, execution: Execution(threads: 2))
    let found = try objective(machine, problem.examples, weightDecay: problem.weightDecay)
    #expect(found > problem.objective * (1 - 1e-5))
    #expect(found < problem.objective * (1 + tolerance + 1e-5))
  }

  /// On real examples, iris and some digits, the objective is within the tolerance of what scikit-learn's LinearSVC
  /// reaches, or below, and the bound is below that.
  @Test(arguments: ["svm-iris", "svm-digits"])
  func theObjectiveIsScikitLearns(name: String) throws {
    let problem = try RealProblem(named: name)
    let classes = Int(problem.labels.max() ?? 0) + 1
    for scenario in problem.cases {
      var bound = 0.0
      let machine = try LinearSVM(weightDecay: scenario[0])
        .fit(problem.examples, classes: classes, seed: 1, execution: Execution(threads: 1)) { event in
          if case .measured(let state) = event { bound = state.bound }
        }
      #expect(machine.convergence?.isConverged == true)
      let found = try objective(machine, problem.examples, weightDecay: scenario[0])
      #expect(found <= scenario[1] * (1 + 1e-3), "λ \(scenario[0])")
      #expect(bound <= scenario[1] * (1 + 1e-9) && found * (1 - 1.01e-3) <= bound, "λ \(scenario[0])")
    }
  }

  @Test func theSameSeedGivesTheSameBits() throws {
    let examples = ToyClasses.clouds(rows: 60, width: 1, seed: 1)
    func fit(seed: UInt64, threads: Int = 2) throws -> Classifier {
      try LinearSVM().fit(examples, classes: 3, seed: seed, execution: Execution(threads: threads))
    }
    #expect(try fit(seed: 1) == fit(seed: 1))
    #expect(try fit(seed: 1) != fit(seed: 2))
    for threads in [1, 3, 4] { #expect(try fit(seed: 1, threads: threads) == fit(seed: 1)) }
  }

  @Test func everyPassAndEveryMeasurementIsReported() throws {
    var passes = 0
    var states: [LinearSVM.Progress] = []
    let machine = try LinearSVM().fit(ToyClasses.clouds(rows: 30, width: 1.5, seed: 1), classes: 3, seed: 1) {
      switch $0 {
      case .pass: passes += 1
      case .measured(let state): states.append(state)
      }
    }
    #expect(states.first == LinearSVM.Progress(passes: 0, loss: 1, bound: 0))
    #expect(states.count > 2)
    for (before, after) in zip(states, states.dropFirst()) {
      #expect(after.passes > before.passes)
      #expect(after.loss <= before.loss && after.bound >= before.bound)
    }
    #expect(states.last?.gap == machine.convergence?.value)
    #expect(Double(passes) >= (states.last?.passes ?? .infinity))
  }

  @Test func whatItsReportThrowsEndsIt() throws {
    struct Enough: Error {}
    #expect(throws: Enough.self) {
      try LinearSVM().fit(ToyClasses.clouds(rows: 30, width: 1, seed: 1), classes: 3, seed: 1) { event in
        if event == .pass { throw Enough() }
      }
    }
  }

  /// Where the limit comes first it says so, and leaves the best that it has seen.
  @Test func aLimitThatIsTooLowIsSaid() throws {
    let examples = ToyClasses.clouds(rows: 90, width: 1.5, seed: 1)
    let machine = try LinearSVM(weightDecay: 1e-6, passes: 2).fit(examples, classes: 3, seed: 1)
    let convergence = try #require(machine.convergence)
    #expect(convergence.end == .limit && !convergence.isConverged && convergence.iterations == 2)
    #expect(convergence.measure == .dualityGap && convergence.value > convergence.tolerance)
    let note = try #require(convergence.note)
    #expect(
      note.hasPrefix("did not converge: it ended at its limit of 2 passes with a relative duality gap of"))
    #expect(try objective(machine, examples, weightDecay: 1e-6) < 1)
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    let examples = ToyClasses.clouds(rows: 9, width: 0.1, seed: 1)
    func message(_ machine: LinearSVM, classes: Int = 3) -> String? {
      let error = #expect(throws: (any Error).self) { try machine.fit(examples, classes: classes, seed: 1) }
      return error.map { "\($0)" }
    }
    #expect(
      message(LinearSVM(), classes: 2)
        == "labels: expected 0 to 1, found 2; give the head as many classes as the data has")
    #expect(
      message(LinearSVM(weightDecay: 0))
        == "weightDecay: expected a positive number, found 0.0; change it in the recipe")
    #expect(
      message(LinearSVM(passes: 0)) == "passes: expected at least 1, found 0; change it in the recipe")
    #expect(
      message(LinearSVM(tolerance: -1))
        == "tolerance: expected zero or a positive number, found -1.0; change it in the recipe")
  }
}

/// The mean hinge loss plus the penalty of a classifier's weights, biases spared: what a support vector machine
/// makes small, written out.
func objective(
  _ machine: Classifier, _ examples: LabelledFeatures, weightDecay: Double
) throws -> Double {
  let weight = try #require(machine.graph.parameters["head.weight"])
  let bias = try #require(machine.graph.parameters["head.bias"])
  var hinge = 0.0
  for (row, label) in examples.labels.enumerated() {
    let values = examples.features.matrix(rows: row..<row + 1).row(0)
    let scores = (0..<weight.columns).map { j in
      zip(values, weight.column(j)).reduce(Double(bias[0, j])) { $0 + Double($1.0) * Double($1.1) }
    }
    let rival = scores.indices.filter { $0 != Int(label) }.map { scores[$0] }.max() ?? -.infinity
    hinge += max(0, 1 + rival - scores[Int(label)])
  }
  let penalty = weight.elements.reduce(0) { $0 + Double($1) * Double($1) } * weightDecay / 2
  return hinge / Double(examples.labels.count) + penalty
}
