import Foundation
import Strata
import Testing

/// The README's example: the lines between the two marks are the README's, to the letter.
struct ReadmeExampleTests {
  @Test func theExampleRuns() throws {
    // In the README's place of MNIST stand a few synthetic digits, so that it takes a second.
    enum Dataset {
      static func load(_ name: DatasetName) throws -> Strata.Dataset {
        try Strata.Dataset.load(.synthetic, validation: 50, limit: 200)
      }
    }

    // README begins
    let mnist = try Dataset.load(.mnist)

    // Learn features without labels: three layers, each of which undoes the noise on the codes below it.
    let layer = GreedyPretraining.Layer(
      autoencoder: DenoisingAutoencoder(units: 1000, corruption: .masking(0.25)),
      training: TrainingRecipe(epochs: 5, batchSize: 128, learningRate: 0.1))
    let stack = try GreedyPretraining(layers: [layer, layer, layer]).fit(mnist.train.features, seed: 1)

    // Throw the decoders away, add an output layer, train the whole end to end.
    let network = try stack.droppingDecoders().attachingHead(classes: mnist.classes)
    let fineTuning = FineTuning(
      training: TrainingRecipe(
        epochs: 15, batchSize: 128, learningRate: 0.001, schedule: Schedule(.linearDecay(after: 0)),
        optimizer: .adam()),
      patience: 5)
    let tuned = try fineTuning.fit(network, to: mnist.train, validation: mnist.validation, seed: 1)

    // Compare with multiclass logistic regression on the raw pixels.
    let baseline = try LogisticRegression().fit(mnist.train, classes: mnist.classes)
    for (name, model) in [("stack", tuned.classifier), ("logistic regression", baseline)] {
      let evaluation = try model.evaluate(on: mnist.test)
      print(name, "errs on \(evaluation.error.percent) % of the test images")
    }
    // README ends

    #expect(network.parameterCount == tuned.classifier.graph.parameterCount)
    #expect(!tuned.classifier.graph.nodes.contains { $0.role == .decoder })
    #expect(tuned.stopping.bestEpoch > 0)
    // Ten classes, so an error of 90 % is what guessing gives.
    #expect(try baseline.evaluate(on: mnist.test).error.percent < 50)
  }

  @Test func theReadmeShowsThisCode() throws {
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    let example = try #require(
      Self.text(of: source, after: "// README begins\n", before: "    // README ends"))
    let code = example.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("    ") ? String($0.dropFirst(4)) : String($0) }.joined(separator: "\n")

    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    let block = try #require(Self.text(of: readme, after: "```swift\n", before: "```"))
    #expect(block == "import Strata\n\n" + code)
  }

  /// What lies between the first `start` and the next `end`.
  private static func text(of whole: String, after start: String, before end: String) -> String? {
    guard let first = whole.range(of: start),
      let last = whole.range(of: end, range: first.upperBound..<whole.endIndex)
    else { return nil }
    return String(whole[first.upperBound..<last.lowerBound])
  }
}
