// One stack learned from all images, and 100 labels to fine-tune it with.

import Foundation
import Strata

// snippet.load
let folder = try PublishedDataset.mnist.downloadFolder()
let digits = try Dataset.load(folder: folder, division: Division(rule: .last, labels: 100, labelSeed: 1))
print("\(digits.train.count) images have a label, \(digits.unlabelledCount) have none")
// snippet.end

// snippet.compare
let pretraining = GreedyPretraining(layers: [
  GreedyPretraining.Layer(
    autoencoder: DenoisingAutoencoder(units: 500, corruption: .masking(0.25)),
    training: TrainingRecipe(epochs: 5, batchSize: 100, learningRate: 0.2))
])
let learned = try pretraining.fit(digits.examples, seed: 1)
let random = try pretraining.untrained(inputs: digits.width, seed: 1)

let fineTuning = FineTuning(
  training: TrainingRecipe(epochs: 200, batchSize: 10, learningRate: 0.001, optimizer: .adam()))
for (name, stack) in [("pretrained", learned), ("random weights", random)] {
  let network = try stack.droppingDecoders().attachingHead(classes: digits.classes)
  let tuned = try fineTuning.fit(network, to: digits.train, validation: nil, seed: 1)
  print("\(name): \(try tuned.classifier.evaluate(on: digits.test).error.percent) % wrong")
}
// snippet.end

// snippet.features
let encoder = try learned.droppingDecoders()
let codes = try LabelledFeatures(
  encoder.values(of: "code.0", for: digits.train.features), labels: digits.train.labels)
let network = try LogisticRegression(weightDecay: 0.01).fit(codes, classes: digits.classes).onTop(of: encoder)
print("features as they are: \(try network.evaluate(on: digits.test).error.percent) % wrong")
// snippet.end

// snippet.spread
// −1 stands for an example without a label.
let withGaps = try LabelledFeatures(
  digits.examples, labels: digits.train.labels + [Int32](repeating: -1, count: digits.unlabelledCount))
let spreading = FineTuning(
  training: TrainingRecipe(epochs: 2, batchSize: 100, learningRate: 0.001, optimizer: .adam()),
  labelSpreading: LabelSpreading(neighbours: 10, measure: .angle))
let whole = try learned.droppingDecoders().attachingHead(classes: digits.classes)
let tuned = try spreading.fit(whole, to: withGaps, validation: nil, seed: 1)
print("labels spread: \(try tuned.classifier.evaluate(on: digits.test).error.percent) % wrong")
// snippet.end
