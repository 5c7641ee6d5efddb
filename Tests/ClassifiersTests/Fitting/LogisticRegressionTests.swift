import Foundation
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

@testable import StrataClassifiers

/// Logistic regression against scikit-learn's, on a stored problem.
struct LogisticRegressionTests {
  private func fit(_ problem: LinearProblem, threads: Int = 1) throws -> Classifier {
    try LogisticRegression(weightDecay: problem.weightDecay, iterations: 500, tolerance: 1e-6)
      .fit(problem.examples, classes: 3, execution: Execution(threads: threads))
  }

  /// The mean of −log p of the right class.
  private func crossEntropy(_ classifier: Classifier, _ examples: LabelledFeatures) throws -> Double {
    let probabilities = try classifier.probabilities(for: examples.features)
    let sum = examples.labels.enumerated().reduce(0.0) { sum, label in
      sum - log(Double(probabilities[label.offset, Int(label.element)]))
    }
    return sum / Double(examples.labels.count)
  }

  @Test(arguments: [1, 2])
  func theOptimumIsScikitLearns(threads: Int) throws {
    let problem = try LinearProblem(named: "logistic-regression")
    let classifier = try fit(problem, threads: threads)
    let found = try crossEntropy(classifier, problem.examples)
    #expect(abs(found - (try #require(problem.crossEntropy))) < 1e-4)

    let weight = try #require(classifier.graph.parameters["head.weight"])
    let penalty = weight.elements.reduce(0) { $0 + Double($1) * Double($1) } * problem.weightDecay / 2
    #expect(abs(found + penalty - problem.objective) < 1e-6)

    // The problem is strictly convex in the weights, and probabilities do not depend on what the
    // biases have in common.
    for (row, expected) in try #require(problem.weight).enumerated() {
      for (column, value) in expected.enumerated() {
        #expect(abs(Double(weight[row, column]) - value) < 2e-2)
      }
    }
    let probabilities = try classifier.probabilities(for: problem.examples.features)
    for (row, expected) in try #require(problem.probabilities).enumerated() {
      for (column, value) in expected.enumerated() {
        #expect(abs(Double(probabilities[row, column]) - value) < 1e-3)
      }
    }
  }

  @Test func everyIterationIsReportedAndGoesDown() throws {
    var losses: [Double] = []
    _ = try LogisticRegression(iterations: 20, tolerance: 0).fit(
      LinearProblem(named: "logistic-regression").examples, classes: 3
    ) { state in
      losses.append(state.loss)
      #expect(state.iteration == losses.count)
    }
    #expect(losses.count == 20)
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test func theSameExamplesGiveTheSameBits() throws {
    let problem = try LinearProblem(named: "logistic-regression")
    #expect(try fit(problem, threads: 2) == fit(problem, threads: 2))
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    let examples = ToyClasses.clouds(rows: 9, width: 0.1, seed: 1)
    func message(_ method: LogisticRegression, classes: Int = 3) -> String? {
      let error = #expect(throws: (any Error).self) { try method.fit(examples, classes: classes) }
      return error.map { "\($0)" }
    }
    #expect(
      message(LogisticRegression(), classes: 2)
        == "labels: expected 0 to 1, found 2; give the head as many classes as the data has")
    #expect(
      message(LogisticRegression(weightDecay: -1))
        == "weightDecay: expected zero or a positive number, found -1.0; change it in the recipe")
    #expect(
      message(LogisticRegression(iterations: 0))
        == "iterations: expected at least 1, found 0; change it in the recipe")
    #expect(
      message(LogisticRegression(tolerance: .nan))
        == "tolerance: expected zero or a positive number, found nan; change it in the recipe")
    #expect(message(LogisticRegression(), classes: 1) == "head is 1 wide; a width is at least 2")
  }
}
