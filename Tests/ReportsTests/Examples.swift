import StrataClassifiers
import StrataReports

/// Tables with known numbers.
enum Examples {
  /// An evaluation of `total` examples, wrong on those in `errors`: each is taken for the next class.
  static func evaluation(wrongOn errors: Range<Int>, of total: Int) throws -> Evaluation {
    let labels = (0..<total).map { Int32($0 % 10) }
    let predicted = labels.enumerated().map { index, label in
      errors.contains(index) ? (label + 1) % 10 : label
    }
    return try Evaluation(predicted: predicted, labels: labels, classes: 10)
  }

  static let mnist = AccuracyTable.Dataset(
    name: "mnist", title: "MNIST",
    sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", train: 50_000,
    validation: 10_000, test: 10_000)

  /// Logistic regression at 7.44 %, and a stack at 1.42 % whose mistakes are among its.
  static func accuracyTable() throws -> AccuracyTable {
    let baseline = try evaluation(wrongOn: 0..<744, of: 10_000)
    let stack = try evaluation(wrongOn: 0..<142, of: 10_000)
    return AccuracyTable(
      dataset: mnist,
      models: [
        AccuracyTable.Model(
          name: "Logistic regression", kind: .logisticRegression, evaluation: baseline, baseline: nil,
          parameters: 7850, trainingSeconds: 3.21, command: "mnist-pipeline baseline --seed 1"),
        AccuracyTable.Model(
          name: "Stacked denoising autoencoder, 3 × 1000", kind: .stackedDenoisingAutoencoder,
          evaluation: stack, baseline: baseline, validationError: Proportion(151, of: 10_000),
          parameters: 2_797_010, trainingSeconds: 182, command: "mnist-pipeline finetune --seed 1",
          run: "runs/0003-finetune"),
      ])
  }

  /// A table of one model, whose name and command someone else chose.
  static func accuracyTable(name: String, command: String = "true") throws -> AccuracyTable {
    AccuracyTable(
      dataset: mnist,
      models: [
        AccuracyTable.Model(
          name: name, kind: .linearSVM, evaluation: try evaluation(wrongOn: 0..<1, of: 10), baseline: nil,
          parameters: 7850, trainingSeconds: 1, command: command)
      ])
  }
}
