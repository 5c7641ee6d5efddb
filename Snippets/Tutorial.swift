// Denoising autoencoders, one idea after the other, with a picture of each.

import Foundation
import Strata
import StrataReports

// snippet.data
let digits = try Dataset.load(.mnist, limit: 10_000)
let (images, side) = (digits.train.features, digits.imageSize!.width)
// snippet.end

// snippet.hide
func save(_ picture: PixelImage, as name: String) throws {
  try PNG.encode(picture).write(to: URL(filePath: name))
}
// snippet.show

// snippet.corrupt
let clean = digits.test.features.matrix(rows: 0..<10)
let stream = RandomStream(seed: 1, purpose: "tutorial")

/// The examples with each value set to zero with a probability.
func masked(_ examples: Matrix, _ probability: Float) -> Matrix {
  Matrix(
    (0..<examples.rows).map { row in
      let isHit = stream.bernoulli(probability, count: examples.columns, example: row)
      return zip(examples.row(row), isHit).map { $1 ? 0 : $0 }
    })
}
let corrupted = masked(clean, 0.25)
// snippet.end

// snippet.autoencoder
/// One denoising autoencoder, trained on the digits.
func autoencoder(_ shape: DenoisingAutoencoder, weightDecay: Float = 0) throws -> LayerGraph {
  let recipe = TrainingRecipe(epochs: 20, batchSize: 20, learningRate: 0.1, weightDecay: weightDecay)
  let layer = GreedyPretraining.Layer(autoencoder: shape, training: recipe)
  return try GreedyPretraining(layers: [layer]).fit(images, seed: 1)
}
let denoising = try autoencoder(DenoisingAutoencoder(units: 300, corruption: .masking(0.25)))
print(denoising)

let reconstructed = try denoising.values(of: "reconstruction.0", for: corrupted)
let grid = try ImageGrid.reconstructions(
  clean: clean, corrupted: corrupted, reconstructed: reconstructed, width: side, height: side,
  magnification: 2)
try save(grid.picture, as: "denoising.png")
// snippet.end

// snippet.target
var copying = DenoisingAutoencoder(units: 300, corruption: .masking(0.25))
copying.target = .corrupted
let memorising = try autoencoder(copying)

/// How much of the ink that the noise has hidden comes back, from 0 to 1.
func recovered(by network: LayerGraph) throws -> Float {
  let all = digits.test.features.matrix(rows: 0..<min(1000, digits.test.count))
  let hidden = masked(all, 0.25)
  let guess = try network.values(of: "reconstruction.0", for: hidden)
  var (back, ink) = (Float(0), Float(0))
  for (index, pixel) in all.elements.enumerated() where hidden.elements[index] != pixel {
    ink += pixel
    back += min(guess.elements[index], pixel)
  }
  return back / ink
}
print("clean target: \(try recovered(by: denoising)) of the hidden ink comes back")
print("corrupted target: \(try recovered(by: memorising))")
// snippet.end

// snippet.filters
let plain = try autoencoder(DenoisingAutoencoder(units: 300))
let strong = try autoencoder(DenoisingAutoencoder(units: 300, corruption: .masking(0.5)))
for (name, network) in [("filters-0", plain), ("filters-25", denoising), ("filters-50", strong)] {
  let weight = network.parameters["encoder.0.weight"]!  // pixels × units
  let filters = try ImageGrid.filters(
    of: weight, units: Array(0..<30), width: side, height: side, columns: 15, magnification: 2)
  try save(filters.tiles, as: "\(name).png")
  let shapes = FilterStatistics(of: weight, width: side, height: side)
  let (width, length) = (
    shapes.quantiles(of: \.strokeWidth).median, shapes.quantiles(of: \.strokeLength).median
  )
  print("\(name): strokes \(width) wide, \(length) long; norm \(shapes.quantiles(of: \.norm).median)")
}
// snippet.end

// snippet.decay
let decayed = try autoencoder(DenoisingAutoencoder(units: 300), weightDecay: 0.001)
let small = FilterStatistics(of: decayed.parameters["encoder.0.weight"]!, width: side, height: side)
print("weight decay: norm \(small.quantiles(of: \.norm).median)")
// snippet.end

// snippet.stack
let layer = GreedyPretraining.Layer(
  autoencoder: DenoisingAutoencoder(units: 300, corruption: .masking(0.25)),
  training: TrainingRecipe(epochs: 20, batchSize: 20, learningRate: 0.1))
let stack = try GreedyPretraining(layers: [layer, layer, layer]).fit(images, seed: 1)

/// The error of logistic regression on some features of the digits, in percent.
func error(onFeatures features: (Dataset.Part) throws -> any Features) throws -> Double {
  let train = try Dataset.Part(features(digits.train), labels: digits.train.labels)
  let test = try Dataset.Part(features(digits.test), labels: digits.test.labels)
  return try LogisticRegression().fit(train, classes: digits.classes).evaluate(on: test).error.percent
}
print("logistic regression on pixels: \(try error { $0.features }) %")
for code in ["code.0", "code.1", "code.2"] {
  print("on \(code): \(try error { try stack.values(of: code, for: $0.features) }) %")
}
// snippet.end

// snippet.finetune
let fineTuning = FineTuning(
  training: TrainingRecipe(epochs: 20, batchSize: 20, learningRate: 0.0005, optimizer: .adam()), patience: 5)

/// The network of a stack: decoders thrown away, an output layer added, all of it trained.
func fineTuned(_ stack: LayerGraph) throws -> Classifier {
  let network = try stack.droppingDecoders().attachingHead(classes: digits.classes)
  return try fineTuning.fit(network, to: digits.train, validation: digits.validation, seed: 1).classifier
}
let untrained = try GreedyPretraining(layers: [layer, layer, layer]).untrained(inputs: digits.width, seed: 1)
let (pretrained, scratch) = try (fineTuned(stack), fineTuned(untrained))
print("pretrained: \(try pretrained.evaluate(on: digits.test).error.percent) % wrong")
print("from random weights: \(try scratch.evaluate(on: digits.test).error.percent) % wrong")
// snippet.end

// snippet.robust
for noise: Float in [0, 0.2, 0.4, 0.6] {
  let noisy = try Dataset.Part(masked(digits.test.features.matrix, noise), labels: digits.test.labels)
  let errors = try [pretrained, scratch].map { try $0.evaluate(on: noisy).error.percent }
  print("\(Int(noise * 100)) % of the test pixels hidden: \(errors[0]) % and \(errors[1]) % wrong")
}
// snippet.end

// snippet.kinds
for noise: Corruption in [.masking(0.5), .bitFlip(0.2), .saltAndPepper(0.4), .gaussian(0.8), .swap(0.5)] {
  let network = try autoencoder(DenoisingAutoencoder(units: 300, corruption: noise))
  print("\(noise): \(try error { try network.values(of: "code.0", for: $0.features) }) %")
}
// snippet.end

// snippet.contraction
var contractive = DenoisingAutoencoder(units: 300)
contractive.contraction = 1
let steady = try autoencoder(contractive)
print("contraction: \(try error { try steady.values(of: "code.0", for: $0.features) }) %")
let filters = try ImageGrid.filters(
  of: steady.parameters["encoder.0.weight"]!, units: Array(0..<30), width: side, height: side, columns: 15,
  magnification: 2)
try save(filters.tiles, as: "filters-contraction.png")
// snippet.end

// snippet.maximize
let wanted = try ActivationMaximization(bounds: 0...1)
  .maximize("encoder.1", of: stack, units: Array(0..<30), seed: 1)
let inputs = try ImageGrid(
  wanted.inputs, width: side, height: side, columns: 15, scale: .perImage, colours: .grey, magnification: 2)
try save(inputs.tiles, as: "second-layer.png")
// snippet.end
