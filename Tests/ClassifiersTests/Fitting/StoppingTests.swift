import StrataLayerGraph
import StrataLinearAlgebra
import Testing

@testable import StrataClassifiers

/// Training that somebody ends: a closure that has seen enough, or the task.
struct StoppingTests {
  private let examples = ToyClasses.clouds(rows: 60, width: 1.2, seed: 1)
  private let others = ToyClasses.clouds(rows: 45, width: 1.2, seed: 2)
  private let recipe = TrainingRecipe(epochs: 40, batchSize: 8, learningRate: 0.5)

  @Test func aClosureStopsAndKeepsTheBestWeights() throws {
    var (epochs, best): (Int, ParameterTable?) = (0, nil)
    let result = try FineTuning(training: recipe).fit(
      ToyClasses.network(seed: 1), to: examples, validation: others, seed: 1
    ) { event in
      guard case .epoch(_, let state) = event else { return }
      epochs += 1
      best = try state().best
      if epochs == 3 { throw StopTraining() }
    }
    #expect(epochs == 3)
    #expect(result.reason == "stopped on request after 3 epochs")
    #expect(result.classifier.graph.parameters == best)
    #expect(result.validationError == result.stopping.bestError(of: 45))
  }

  @Test func stoppedBeforeTheFirstEpochItHasTheWeightsItBeganWith() throws {
    let network = try ToyClasses.network(seed: 1)
    let result = try FineTuning(training: recipe).fit(network, to: examples, validation: others, seed: 1) {
      if case .progress = $0 { throw StopTraining() }
    }
    #expect(result.classifier.graph.parameters == network.parameters)
    #expect(result.validationError == nil)
  }

  /// A linear model that is stopped is the one so far, and says that it was.
  @Test func aLinearModelIsStoppedToo() throws {
    var losses: [Double] = []
    let regression = try LogisticRegression().fit(examples, classes: 3) {
      losses.append($0.loss)
      if $0.iteration == 2 { throw StopTraining() }
    }
    #expect(regression.convergence?.end == .request && regression.convergence?.iterations == 2)
    let limited = try LogisticRegression(iterations: 2).fit(examples, classes: 3)
    #expect(regression.graph == limited.graph)
    #expect(losses.count == 2)

    var passes = 0
    let machine = try LinearSVM(tolerance: 0).fit(examples, classes: 3, seed: 1) {
      if case .pass = $0 { passes += 1 }
      if passes == 3 { throw StopTraining() }
    }
    #expect(passes == 3 && machine.convergence?.end == .request)
    #expect(machine.graph.parameters["head.weight"]?.elements.contains { $0 != 0 } == true)
    // Before anything was learned there is nothing to stop but the beginning.
    let none = try LinearSVM().fit(examples, classes: 3, seed: 1) { _ in throw StopTraining() }
    #expect(none.convergence?.end == .request && none.convergence?.iterations == 0)
  }

  @Test func anyOtherErrorIsThrownOn() throws {
    struct Other: Error {}
    #expect(throws: Other.self) { try LogisticRegression().fit(examples, classes: 3) { _ in throw Other() } }
    #expect(throws: Other.self) { try LinearSVM().fit(examples, classes: 3, seed: 1) { _ in throw Other() } }
    #expect(throws: Other.self) {
      try FineTuning(training: recipe).fit(
        ToyClasses.network(seed: 1), to: examples, validation: others, seed: 1
      ) { _ in throw Other() }
    }
  }

  /// What trains, as a task that is cancelled before it begins its first step.
  @Test(arguments: 0..<3) func aCancelledTaskStops(kind: Int) async {
    let (examples, recipe) = (examples, recipe)
    let task = Task {
      // Cancelled from here on.
      withUnsafeCurrentTask { $0?.cancel() }
      var steps = 0
      do {
        switch kind {
        case 0:
          _ = try FineTuning(training: recipe).fit(
            ToyClasses.network(seed: 1), to: examples, validation: nil, seed: 1
          ) { _ in steps += 1 }
        case 1: _ = try LogisticRegression().fit(examples, classes: 3) { _ in steps += 1 }
        default: _ = try LinearSVM().fit(examples, classes: 3, seed: 1) { _ in steps += 1 }
        }
        return -1
      } catch is CancellationError {
        return steps
      } catch {
        return -2
      }
    }
    let steps = await task.value
    // The first report comes after the first step; the solver of the linear models measures before it begins.
    #expect((0...2).contains(steps))
  }
}
