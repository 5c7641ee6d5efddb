internal import StrataFiles
internal import StrataRecipes

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
  ///   - asked: the recipe with all that was set on the command line.
  ///   - own: that of the run.
  ///   - run: the run's name.
  func resolve(_ asked: Recipe, with own: Recipe, of run: String) throws -> Recipe {
    let keys = RecipeKey.all.filter(covers)
    let resolved = try asked.inheriting(keys, from: own)
    guard let key = keys.first(where: { $0.write(resolved) != $0.write(own) }) else { return resolved }
    throw InputError(
      .recipe, at: "\(key.name) of the command line",
      expected: "\(key.write(own)), as in \(run), which is taken as it is", found: key.write(resolved),
      advice: """
        leave it, or train a run with it: mnist-pipeline \(self == .weights ? "pretrain" : "pretrain, then finetune")
        """)
  }
}
