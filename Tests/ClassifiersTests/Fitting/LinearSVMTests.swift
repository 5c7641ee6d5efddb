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
    let machine = try LinearSVM(
      training: TrainingRecipe(
        epochs: 60, batchSize: 10, learningRate: 0.5, schedule: Schedule(.linearDecay(after: 0)))
    ).fit(examples, classes: 3, seed: seed)
    #expect(!machine.hasProbabilities)
    #expect(try machine.predict(examples.features) == examples.labels)
    #expect(try machine.predict(others.features) == others.labels)
    // With a margin: every right score is the largest by about 1.
    let scores = try machine.scores(for: examples.features)
    for (row, label) in examples.labels.enumerated() {
      let rival = (0..<3).filter { $0 != Int(label) }.map { scores[row, $0] }.max() ?? 0
      #expect(scores[row, Int(label)] - rival > 0.9)
    }
  }

  /// The penalised hinge loss comes within a hundredth of the quadratic program's optimum, and never
  /// below it.
  @Test(arguments: [1, 2], [1, 2] as [UInt64])
  func thePenalisedHingeLossReachesItsOptimum(threads: Int, seed: UInt64) throws {
    let problem = try LinearProblem(named: "multiclass-svm")
    let machine = try LinearSVM(
      training: TrainingRecipe(
        epochs: 600, batchSize: 9, learningRate: 1, schedule: Schedule(.linearDecay(after: 0)),
        weightDecay: Float(problem.weightDecay))
    ).fit(problem.examples, classes: 3, seed: seed, execution: Execution(threads: threads))
    let weight = try #require(machine.graph.parameters["head.weight"])
    let scores = try machine.scores(for: problem.examples.features)
    let hinge = problem.labels.enumerated().reduce(0.0) { sum, label in
      let right = Double(scores[label.offset, Int(label.element)])
      let rival = (0..<3).filter { $0 != Int(label.element) }.map { Double(scores[label.offset, $0]) }
      return sum + max(0, 1 + (rival.max() ?? 0) - right)
    }
    let penalty = weight.elements.reduce(0) { $0 + Double($1) * Double($1) } * problem.weightDecay / 2
    let objective = hinge / Double(problem.labels.count) + penalty
    #expect(objective > problem.objective * (1 - 1e-5))
    #expect(objective < problem.objective * 1.01)
  }

  @Test func theSameSeedGivesTheSameBits() throws {
    let examples = ToyClasses.clouds(rows: 60, width: 1, seed: 1)
    func fit(seed: UInt64) throws -> Classifier {
      try LinearSVM().fit(examples, classes: 3, seed: seed, execution: Execution(threads: 2))
    }
    #expect(try fit(seed: 1) == fit(seed: 1))
    #expect(try fit(seed: 1) != fit(seed: 2))
  }

  @Test func everyEpochIsReported() throws {
    var numbers: [Int] = []
    _ = try LinearSVM().fit(ToyClasses.clouds(rows: 30, width: 0.5, seed: 1), classes: 3, seed: 1) {
      numbers.append($0.number)
    }
    #expect(numbers == Array(1...20))
  }
}
