// The same seed gives the same bits, on one thread or on many.

import Strata

let digits = try Dataset.load(.mnist, limit: 1_000)

// snippet.bits
let layer = GreedyPretraining.Layer(
  autoencoder: DenoisingAutoencoder(units: 100, corruption: .masking(0.25)),
  training: TrainingRecipe(epochs: 2, batchSize: 20, learningRate: 0.1))
let pretraining = GreedyPretraining(layers: [layer])

let alone = try pretraining.fit(digits.train.features, seed: 7, execution: Execution(threads: 1))
let together = try pretraining.fit(digits.train.features, seed: 7, execution: Execution(threads: 2))
print(alone.parameters == together.parameters)  // true
// snippet.end

// snippet.streams
let noise = RandomStream(seed: 7, purpose: "my noise")
let again = RandomStream(seed: 7, purpose: "my noise")
print(noise.at(epoch: 3).uniform(count: 4, example: 12) == again.at(epoch: 3).uniform(count: 4, example: 12))
// snippet.end
// snippet.hide
precondition(alone.parameters == together.parameters)
