internal import StrataDatasets
internal import StrataInference
internal import StrataRecipes

extension Model {
  /// What its inputs are called, where they are columns with names.
  var columnNames: [String]? {
    if case .columns(_, let names) = encoding.layout { names } else { nil }
  }

  /// The column of labels in what it has learned from, where somebody had to say which it is; nil where it has one of the
  /// usual names.
  var learnedLabel: ReadingOptions.LearnedLabel? {
    guard let text = provenance.recipe, let recipe = try? Recipe(ofRun: text, at: "the model's recipe"),
      recipe.data.label != "auto"
    else { return nil }
    return .init(name: recipe.data.label, inputs: encoding.layout.width)
  }
}
