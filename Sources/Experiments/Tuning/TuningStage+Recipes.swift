internal import StrataFiles
internal import StrataRecipes

/// The recipes of settings, with a share of the epochs in each round, and of the winner.
extension TuningStage {
  /// Throws where a setting is impossible, or has fewer epochs than the first round would take a share of.
  func check(_ setting: [String]) throws {
    let whole = try recipe(of: setting, round: plan.rounds - 1)
    try recipe(of: setting, round: 0).check()
    let trainings =
      (plan.shortensPretraining && !plan.isFromScratch ? [("pretraining", whole.pretraining)] : []) + [
        ("fine_tuning", whole.fineTuning)
      ]
    for (section, training) in trainings {
      guard let least = training.epochs.values.min(), Double(least) * plan.shares[0] < 0.5 else { continue }
      throw InputError(
        .recipe, at: "tune.rounds", expected: "so few that the first leaves an epoch of \(section)",
        found:
          "\(plan.rounds) rounds, of which the first takes 1/\(Int((1 / plan.shares[0]).rounded())) of \(least) epochs",
        advice: "take fewer rounds, a smaller keep, or more epochs")
    }
  }

  /// The recipe of a setting in a round.
  func recipe(of setting: Int, round: Int) throws -> Recipe {
    try recipe(of: plan.settings[setting], round: round)
  }

  private func recipe(of setting: [String], round: Int) throws -> Recipe {
    var recipe = recipe
    for assignment in setting { try recipe.set(assignment) }
    let share = plan.shares[round]
    func shortened(_ epochs: PerLayer<Int>) -> PerLayer<Int> {
      PerLayer(epochs.values.map { max(1, Int((Double($0) * share).rounded())) })
    }
    if plan.shortensPretraining { recipe.pretraining.epochs = shortened(recipe.pretraining.epochs) }
    recipe.fineTuning.epochs = shortened(recipe.fineTuning.epochs)
    return recipe
  }

  /// The winner's recipe, to be trained on the validation examples too: for as many epochs as it chose.
  func finalRecipe(_ winner: Trial) throws -> Recipe {
    var recipe = try recipe(of: winner.setting, round: plan.rounds - 1)
    recipe.name += "-tuned"
    recipe.tuning = nil
    recipe.validation = .none
    if recipe.patience != nil {
      recipe.patience = nil
      // A rate that falls in step with the epochs would fall in step with others.
      guard [.constant, .step].contains(recipe.fineTuning.schedule) else { return recipe }
      let chosen = winner.epochs.sorted()[winner.epochs.count / 2]
      recipe.fineTuning.epochs = PerLayer(max(1, chosen))
    }
    return recipe
  }
}
