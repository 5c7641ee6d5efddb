internal import StrataFiles
internal import StrataLinearAlgebra

extension Matrix {
  /// The column of the highest element of each row; the first of equals.
  ///
  /// - Throws: `InputError` when an element is not finite.
  func classesOfHighestScore() throws(InputError) -> [Int32] {
    guard columns >= 1 || rows == 0 else {
      throw InputError(
        .malformedData, at: "predictions", expected: "a column for each class", found: "none",
        advice: "give examples × classes")
    }
    var classes = [Int32]()
    classes.reserveCapacity(rows)
    for index in 0..<rows {
      let scores = row(index)
      var best = scores.startIndex
      for candidate in scores.indices {
        guard scores[candidate].isFinite else {
          throw notFinite(row: index, expected: "finite scores", found: "\(scores[candidate])")
        }
        if scores[candidate] > scores[best] { best = candidate }
      }
      classes.append(Int32(best - scores.startIndex))
    }
    return classes
  }

  /// The matrix itself, whose elements are outputs of a model for examples.
  ///
  /// - Throws: `InputError` when one is not finite.
  func requiringFinite(_ expected: String) throws(InputError) -> Matrix {
    guard !isFinite, let index = elements.firstIndex(where: { !$0.isFinite }) else { return self }
    throw notFinite(row: index / columns, expected: expected, found: "\(elements[index])")
  }

  /// Checks that each row is a distribution, as far as rounding in Float32 lets it be one.
  func checkDistributions() throws(InputError) {
    for index in 0..<rows {
      let probabilities = row(index)
      let sum = probabilities.reduce(0) { $0 + Double($1) }
      // Written so that a NaN fails it.
      guard probabilities.allSatisfy({ $0 >= 0 }), abs(sum - 1) < 1e-3 else {
        throw notFinite(
          row: index, expected: "probabilities that sum to 1",
          found: "a sum of \(sum), the smallest \(probabilities.min() ?? 0)")
      }
    }
  }

  private func notFinite(row: Int, expected: String, found: String) -> InputError {
    InputError(
      .numericalFailure, at: "prediction for example \(row)", expected: expected, found: found,
      advice: """
        look whether the example's numbers are finite and scaled as those that the model was trained on; if they are, its \
        weights are no longer sound: train it again with a lower learning rate
        """)
  }
}
