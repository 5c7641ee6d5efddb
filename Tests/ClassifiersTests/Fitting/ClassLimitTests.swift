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

  /// A label is a byte, so 256 classes are as many as it can tell apart.
  @Test func moreClassesThanALabelCanSayAreRefused() throws {
    let examples = LabelledFeatures(Matrix([[1, 2], [3, 4]]), labels: [0, 255])
    #expect(try Classifier(network(classes: 256)).evaluate(on: examples).labels == [0, 255])
    let error = #expect(throws: InputError.self) { try Classifier(network(classes: 257)) }
    #expect(error?.place == "head")
    #expect(error?.found == "257")
    let recipe = TrainingRecipe(epochs: 1, batchSize: 2, learningRate: 0.1)
    #expect(throws: InputError.self) {
      try FineTuning(training: recipe).fit(
        network(classes: 257), to: examples, validation: examples, seed: 1)
    }
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
