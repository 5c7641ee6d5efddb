// What scikit-learn calls fit, predict, score and joblib.dump.

import Foundation
import Strata

// snippet.data
// numpy.savez("digits.npz", x_train=…, y_train=…, x_test=…, y_test=…)
let digits = try Dataset.load(.path(URL(filePath: "digits.npz")))
// snippet.end

// snippet.fit
// LogisticRegression(C=1 / (n * 2e-5)).fit(x_train, y_train)
let logistic = try LogisticRegression(weightDecay: 2e-5).fit(digits.train, classes: digits.classes)
// LinearSVC(multi_class="crammer_singer", C=1 / (n * 1e-4)).fit(x_train, y_train)
let svm = try LinearSVM(weightDecay: 1e-4).fit(digits.train, classes: digits.classes, seed: 1)
// snippet.end

// snippet.score
// model.predict(x_test), model.predict_proba(x_test), model.score(x_test, y_test)
let labels = try logistic.predict(digits.test.features)
let probabilities = try logistic.probabilities(for: digits.test.features)
let evaluation = try logistic.evaluate(on: digits.test)
print("accuracy \(evaluation.accuracy.value), balanced \(evaluation.confusion.balancedAccuracy)")
print("log loss \(evaluation.logLoss ?? .nan), AUC \(evaluation.certainty?.areaUnderCurve ?? .nan)")
// snippet.end

// snippet.transform
// PCA(100).fit(x_train).transform(x_test), but learned by an autoencoder
let autoencoder = GreedyPretraining.Layer(
  autoencoder: DenoisingAutoencoder(units: 100, corruption: .masking(0.25)),
  training: TrainingRecipe(epochs: 10, batchSize: 20, learningRate: 0.1))
let stack = try GreedyPretraining(layers: [autoencoder]).fit(digits.train.features, seed: 1)
let encoder = try stack.droppingDecoders()
let codes = try encoder.values(of: "code.0", for: digits.test.features)  // examples × 100
try NPYArray(codes).write(to: URL(filePath: "codes.npy"))
// snippet.end

// snippet.dump
// joblib.dump(model, "model.joblib")
let model = try Model(
  classifier: logistic, encoding: digits.encoding, classNames: digits.classNames)
try model.write(to: URL(filePath: "model.safetensors"))
try Data(model.exported(as: .onnx)).write(to: URL(filePath: "model.onnx"))
// snippet.end
// snippet.hide
precondition(labels.count == probabilities.rows && svm.classes == logistic.classes)
