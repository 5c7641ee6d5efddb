internal import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRecipes
internal import StrataSession
internal import StrataStages

extension TuningStage {
  /// Trains with a setting, once with each seed, as long as a round lets it.
  func carryOut(_ setting: Int, round: Int) throws -> Trial {
    let start = ContinuousClock.now
    var (errors, epochs): ([Int], [Int]) = ([], [])
    var failure: String?
    do {
      for number in 0..<UInt64(plan.seeds) {
        var recipe = try recipe(of: setting, round: round)
        recipe.seed &+= number
        recipe.data.labelsSeed &+= number
        let (errorCount, epoch) = try train(recipe)
        errors.append(errorCount)
        epochs.append(epoch)
      }
    } catch let error as InputError where error.kind == .numericalFailure {
      (errors, failure) = ([], "\(error.wordsOfProgram)")
    }
    let trial = Trial(
      setting: setting, round: round, errors: errors, examples: plan.validation, epochs: epochs,
      seconds: (ContinuousClock.now - start) / .seconds(1), failure: failure)
    console.say(
      "round \(round + 1)",
      "setting \(setting + 1): \(trial.percent.map { String($0, decimals: 2) + " %" } ?? "failed"), "
        + "\(String(seconds: trial.seconds)), \(plan.settings[setting].joined(separator: ", "))")
    return trial
  }

  /// The mistakes on validation examples and the epoch after which they are counted: the best one with patience, else the
  /// last, whose weights are those that the winner will have.
  private func train(_ recipe: Recipe) throws -> (errors: Int, epoch: Int) {
    try options.stopRequest.check()
    let dataset = try shelf.dataset(of: recipe, options)
    let network = try shelf.network(
      of: recipe, isPretrained: !plan.isFromScratch, seed: recipe.seed, options)
    var last = (errors: 0, epoch: 0)
    let result = try recipe.fineTuningRecipe(validation: dataset.validation.count).fit(
      network, to: dataset.learningExamples(by: recipe), validation: dataset.validation, seed: recipe.seed,
      execution: options.execution
    ) { event in
      try options.stopRequest.check()
      guard case .epoch(let epoch, _) = event, let error = epoch.validationError else { return }
      last = (error.count, epoch.training.number)
    }
    guard recipe.patience != nil, let error = result.validationError else { return last }
    return (error.count, result.stopping.bestEpoch)
  }
}
