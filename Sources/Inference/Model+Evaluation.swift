public import StrataClassifiers
public import StrataDatasets
public import StrataLinearAlgebra

extension Model {
  /// How well the classifier predicts the test examples of a data set, which are encoded as training encoded its own.
  ///
  /// Classes are known by their names: they are counted in the order in which the data set has them, and after them
  /// those that the model alone knows.
  ///
  /// - Parameters:
  ///   - dataset: the data; its test part is measured on.
  ///   - name: what to call the model in errors.
  ///   - execution: how the arithmetic is carried out.
  /// - Throws: `InputError` when there is no classifier, or when the data have another form or other classes.
  public func evaluate(
    on dataset: Dataset, as name: String = "the model", execution: Execution = Execution()
  ) throws -> Evaluation {
    let classifier = try requireClassifier()
    let (test, order) = try examples(of: dataset, as: name)
    if classifier.hasProbabilities {
      let probabilities = try classifier.probabilities(for: test.features, execution: execution)
      return try Evaluation(probabilities: probabilities.columns(order, otherwise: 0), labels: test.labels)
    }
    let scores = try classifier.scores(for: test.features, execution: execution)
    return try Evaluation(
      scores: scores.columns(order, otherwise: -.greatestFiniteMagnitude), labels: test.labels)
  }

  /// The test examples as the model reads them, and for each of their classes its index among the model's.
  ///
  /// - Throws: `InputError` when there are none, or when the data have another form or other classes.
  @discardableResult
  package func examples(of dataset: Dataset, as name: String) throws -> (test: Dataset.Part, order: [Int?]) {
    try dataset.requireLabels()
    try dataset.requireTest()
    return (
      try dataset.read(as: encoding, by: name).test, try dataset.order(of: classNames, by: name)
    )
  }

  /// What the classes of an evaluation on a data set are called, in their order.
  public func classNames(on dataset: Dataset) -> [String] {
    dataset.classNames + classNames.filter { !dataset.classNames.contains($0) }
  }
}

extension Matrix {
  /// Columns in another order, and in place of those that there are none of, one number.
  fileprivate func columns(_ order: [Int?], otherwise number: Float) -> Matrix {
    if order == Array(0..<columns) { return self }
    return Matrix(
      rows: rows, columns: order.count,
      (0..<rows).flatMap { index in
        let row = Array(self.row(index))
        return order.map { $0.map { row[$0] } ?? number }
      })
  }
}
