// What Keras calls Sequential, compile, fit, EarlyStopping and a callback.

import Foundation
import Strata

let digits = try Dataset.load(.mnist)

// snippet.model
// keras.Sequential([Dense(256, "relu"), Dropout(0.5), Dense(256, "relu"), Dropout(0.5), Dense(10, "softmax")])
func dense(_ units: Int) -> GreedyPretraining.Layer {
  GreedyPretraining.Layer(
    autoencoder: DenoisingAutoencoder(
      units: units, corruption: .masking(0.25), activation: .relu, loss: .squaredError,
      decoderActivation: .linear),
    training: TrainingRecipe(epochs: 5, batchSize: 100, learningRate: 0.01))
}
let pretraining = GreedyPretraining(layers: [dense(256), dense(256)])
let network = try pretraining.untrained(inputs: digits.width, seed: 1)  // or .fit(…), to pretrain it
  .droppingDecoders()
  .attachingHead(classes: digits.classes)
  .addingDropout(input: 0, codes: 0.5)
print(network)  // model.summary()
// snippet.end

// snippet.fit
// compile(optimizer=AdamW(1e-3, weight_decay=1e-4), loss=SparseCategoricalCrossentropy(from_logits=True))
// fit(x, y, batch_size=100, epochs=20, validation_data=…, callbacks=[EarlyStopping(patience=3, restore_best_weights=True)])
let fineTuning = FineTuning(
  training: TrainingRecipe(
    epochs: 20, batchSize: 100, learningRate: 0.001, schedule: Schedule(.cosine, warmUpEpochs: 1),
    optimizer: .adamW(), weightDecay: 0.0001),
  patience: 3, labelSmoothing: 0.1)
let result = try fineTuning.fit(network, to: digits.train, validation: digits.validation, seed: 1) { event in
  if case .epoch(let epoch, _) = event {
    print(epoch.training.number, epoch.training.loss, epoch.validationError?.percent ?? .nan)
  }
}
print(result.reason, "best epoch:", result.stopping.bestEpoch)
// snippet.end

// snippet.save
// model.save("model.keras"); model.evaluate(x_test, y_test)
let model = try Model(
  classifier: result.classifier, encoding: digits.encoding, classNames: digits.classNames)
try model.write(to: URL(filePath: "model.safetensors"))
print("test error \(try model.evaluate(on: digits).error.percent) %")
// snippet.end
