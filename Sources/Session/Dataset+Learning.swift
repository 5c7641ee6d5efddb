package import StrataClassifiers
package import StrataDatasets
internal import StrataLinearAlgebra
package import StrataRecipes

extension Dataset {
  /// How many examples fine-tuning learns from: those with a label, or all where labels are spread.
  package func learningCount(by recipe: Recipe) -> Int {
    recipe.labelSpreading.value == nil ? train.count : examples.rows
  }

  /// What fine-tuning is handed: the examples with a label, or all where labels are spread, with −1 for none.
  package func learningExamples(by recipe: Recipe) throws -> any LabelledExamples {
    guard recipe.labelSpreading.value != nil else { return train }
    return try LabelledFeatures(
      examples, labels: train.labels + [Int32](repeating: -1, count: unlabelledCount))
  }
}
