internal import StrataFiles
internal import StrataRecipes
internal import StrataSession

/// The keys of a recipe that a stage cannot change any more, because they say how a run was made that it takes as
/// it is.
enum RecipeScope {
  /// What fine-tuning takes over with the weights of its parent.
  case weights
  /// What an evaluation takes over with its runs.
  case models

  private func covers(_ key: RecipeKey) -> Bool {
    let sections: [String] =
      switch self {
      case .weights: ["stack.", "pretraining."]
      case .models: ["stack.", "pretraining.", "fine_tuning."]
      }
    // What was learned of the numbers goes with the weights.
    return ["seed", "data.scale"].contains(key.name) || sections.contains { key.name.hasPrefix($0) }
  }

  /// The recipe that was asked for, with the run's own values of those keys. One that was set to something else is
  /// refused: it would have no effect, and the record would say what was not done.
  ///
  /// - Parameters:
  ///   - options: what was asked for, with all that was set on the command line.
  ///   - own: the recipe of the run.
  ///   - run: the run's name.
  func resolve(_ options: PipelineOptions, with own: Recipe, of run: String) throws -> Recipe {
    let keys = RecipeKey.all.filter(covers)
    let resolved = try options.recipe(inherited: own).inheriting(keys, from: own)
    guard let key = keys.first(where: { $0.write(resolved) != $0.write(own) }) else { return resolved }
    let file = options.says(key.name) ? nil : options.recipeFile
    // On the same data.
    var again = options
    if !options.says("dataset") { again.dataset = resolved.dataset }
    throw InputError(
      .recipe, at: "\(key.name) of \(file ?? "the command line")",
      expected: "\(key.write(own)), as in \(run), which is taken as it is", found: key.write(resolved),
      advice: """
        leave \(file == nil ? "it" : "--recipe") out: the run brings its own; or train one with it: \
        \(again.command("pretrain"))\(self == .weights ? "" : ", then finetune")
        """)
  }
}
