// Features of the pictures in a folder, a classifier on top of them, and both in one file.

import Foundation
import Strata

// snippet.load
let photos = try Dataset.load(.path(URL(filePath: "photos")))
print(photos)
for remark in photos.remarks { print("note:", remark) }
// snippet.end

// snippet.pretrain
let layer = GreedyPretraining.Layer(
  autoencoder: DenoisingAutoencoder(units: 200, corruption: .masking(0.25)),
  training: TrainingRecipe(epochs: 20, batchSize: 20, learningRate: 0.1))
let stack = try GreedyPretraining(layers: [layer, layer]).fit(photos.examples, seed: 1)
// snippet.end

// snippet.finetune
let network = try stack.droppingDecoders().attachingHead(classes: photos.classes)
let fineTuning = FineTuning(
  training: TrainingRecipe(epochs: 50, batchSize: 20, learningRate: 0.001, optimizer: .adam()),
  patience: 10)
let tuned = try fineTuning.fit(network, to: photos.train, validation: photos.validation, seed: 1)

let baseline = try LogisticRegression().fit(photos.train, classes: photos.classes)
for (name, classifier) in [("stack", tuned.classifier), ("logistic regression", baseline)] {
  let error = try classifier.evaluate(on: photos.test).error
  print("\(name): \(error.count) of \(error.total) test pictures are wrong")
}
// snippet.end

// snippet.keep
let model = try Model(
  classifier: tuned.classifier, stack: stack, encoding: photos.encoding, classNames: photos.classNames
)
.judging(by: photos.validation.features)
try model.write(to: URL(filePath: "photos.safetensors"))
// snippet.end

// snippet.use
let kept = try Model(contentsOf: URL(filePath: "photos.safetensors"))
let picture = try ImageFiles.read(URL(filePath: "picture.png"))[0]
let values = RawValues.numbers(Matrix(rows: 1, columns: picture.pixels.count, picture.pixels))

for candidate in try kept.predict(values)[0].candidates {
  print(candidate.className, candidate.probability)
}
let codes = try kept.encode(values)  // 1 × 200: the features of the last layer
let score = try kept.score(values)[0]  // how badly the stack reconstructs it
print(codes, score.error, kept.isUnlike(score) ? "unlike the training pictures" : "like them")
// snippet.end
