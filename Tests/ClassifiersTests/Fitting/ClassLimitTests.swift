import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

@testable import StrataClassifiers

struct ClassLimitTests {
  private func network(classes: Int) throws -> LayerGraph {
    try LayerGraph(nodes: [Node("input", .input(width: 2))], parameters: ParameterTable())
      .attachingHead(classes: classes)
  }

  /// More classes than a byte can tell apart.
  @Test func thousandsOfClassesAreTrainedAndPredicted() throws {
    let examples = labelled(Matrix([[1, 2], [3, 4]]), labels: [0, 299])
    let recipe = TrainingRecipe(epochs: 40, batchSize: 2, learningRate: 0.5)
    let tuned = try FineTuning(training: recipe).fit(
      network(classes: 300), to: examples, validation: nil, seed: 1)
    #expect(try tuned.classifier.evaluate(on: examples).labels == [0, 299])
    #expect(try tuned.classifier.predict(examples.features) == [0, 299])
  }

  @Test func aWrongNumberOfLabelsIsRefused() {
    let error = #expect(throws: InputError.self) {
      try LabelledFeatures(Matrix(rows: 3, columns: 2), labels: [0, 1])
    }
    #expect(error?.found == "2")
  }

  @Test func aClassifierNeedsAHead() throws {
    #expect(throws: GraphError.self) {
      try Classifier(ToyClasses.network(seed: 1).features(of: "code.0"))
    }
    let classifier = try Classifier(ToyClasses.network(seed: 1))
    #expect(classifier.classes == 3 && classifier.hasProbabilities)
  }

  @Test func theFirstOfEquallyProbableClassesIsPredicted() throws {
    let matrix = Matrix([[0, 2, 2], [1, 1, 1], [-3, -2, -1], [5, 0, 5]])
    #expect(try matrix.classesOfHighestScore() == [1, 0, 2, 0])
  }
}
