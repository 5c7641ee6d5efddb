import StrataClassifiers
import StrataDatasets
import StrataInference

/// A linear model of a data set.
enum LogisticRegressionModel {
  static func fit(_ dataset: Dataset) throws -> Model {
    let classifier = try LogisticRegression(weightDecay: 1e-3).fit(dataset.train, classes: dataset.classes)
    return try Model(
      classifier: classifier, encoding: dataset.encoding, classNames: dataset.classNames)
  }
}
