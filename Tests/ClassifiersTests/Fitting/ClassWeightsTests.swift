import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

@testable import StrataClassifiers

/// Rare classes that count more.
struct ClassWeightsTests {
  private static let labels: [Int32] = [0, 1, 1, 1, 2, 2, 1, 1]

  @Test func balancedWeightsMakeEveryClassCountAlike() {
    let weights = ClassWeights.balanced.values(for: Self.labels, classes: 4)
    // scikit-learn's compute_class_weight("balanced") of the three classes that occur.
    let expected: [Float] = [8.0 / 3, 8.0 / 15, 8.0 / 6, 1]
    #expect(weights == expected)
    let sums = (0..<3).map { label in
      Float(Self.labels.count { $0 == Int32(label) }) * weights[label]
    }
    for sum in sums { #expect(abs(sum - 8.0 / 3) < 1e-5) }
  }

  /// An example that counts twice is as good as two of it: three steps with every example in the batch, on both engines.
  @Test(arguments: Engine.available, [1, 3])
  func aWeightIsARepetition(engine: Engine, threads: Int) throws {
    let examples = ToyClasses.clouds(rows: 9, width: 1.2, seed: 5)
    let rows = examples.features.matrix
    let repeated = examples.labels.indices.flatMap { index in
      [Int](repeating: index, count: examples.labels[index] == 0 ? 3 : 1)
    }
    let copies = Matrix(repeated.map { Array(rows.row($0)) })
    let total = Float(repeated.count)
    // As many repetitions, divided by their mean, so that the mean over examples is the same.
    let weights = [3, 1, 1].map { Float($0) * Float(rows.rows) / total }

    func train(_ features: Matrix, _ labels: [Int32], _ weights: [Float]?) throws -> (LayerGraph, Double) {
      let trainer = try Trainer(
        ToyClasses.network(seed: 1), minimizing: "loss", features: features, labels: labels,
        classWeights: weights, recipe: TrainingRecipe(epochs: 3, batchSize: 100, learningRate: 0.5), seed: 1,
        execution: Execution(engine: engine, threads: threads))
      // The head begins at zero, so that the layers below feel the weights from the second step on.
      for _ in 0..<2 { _ = try trainer.trainEpoch() }
      return (trainer.graph, try trainer.trainEpoch().loss)
    }
    let weighted = try train(rows, examples.labels, weights)
    let plain = try train(copies, repeated.map { examples.labels[$0] }, nil)
    let unweighted = try train(rows, examples.labels, nil)
    #expect(abs(weighted.1 - plain.1) < 1e-6)
    for name in weighted.0.parameters.names {
      let (a, b, c) = (
        try #require(weighted.0.parameters[name]), try #require(plain.0.parameters[name]),
        try #require(unweighted.0.parameters[name])
      )
      let distance = zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0
      let effect = zip(a.elements, c.elements).map { abs($0 - $1) }.max() ?? 0
      #expect(distance < 1e-6, "\(name)")
      #expect(effect > 1e-4, "\(name) does not feel the weights")
    }
  }

  @Test func weightsOfOneAreNoWeights() throws {
    let examples = ToyClasses.clouds(rows: 30, width: 1.2, seed: 5)
    let recipe = TrainingRecipe(epochs: 3, batchSize: 8, learningRate: 0.5)
    func fit(_ weights: ClassWeights?) throws -> ParameterTable {
      try FineTuning(training: recipe, classWeights: weights).fit(
        ToyClasses.network(seed: 1), to: examples, validation: nil, seed: 1
      ).classifier.graph.parameters
    }
    let plain = try fit(nil)
    #expect(try fit(.each([1, 1, 1])) == plain)
    #expect(try fit(.each([2, 1, 1])) != plain)
  }

  @Test(arguments: [[1, 1], [1, 1, -1], [1, 1, .nan], [1, 1, 1, 1]] as [[Float]])
  func otherWeightsAreRefused(weights: [Float]) throws {
    let examples = ToyClasses.clouds(rows: 9, width: 1.2, seed: 5)
    let tuning = FineTuning(
      training: TrainingRecipe(epochs: 1, batchSize: 8, learningRate: 0.5), classWeights: .each(weights))
    let error = #expect(throws: InputError.self) {
      try tuning.fit(ToyClasses.network(seed: 1), to: examples, validation: nil, seed: 1)
    }
    #expect(error?.place == "class weights")
  }
}
