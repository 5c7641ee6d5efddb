internal import Foundation
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// What training a network can begin from.
extension NetworkTraining {
  /// From the encoder of a run, whose recipe is taken unless the options name another.
  init(
    _ options: PipelineOptions, from parent: RunFolder, isNewest: Bool, _ dataset: Dataset?,
    _ console: Console
  ) throws {
    try parent.requireEncoder()
    let own = try parent.ownRecipe(console)
    var recipe = try RecipeScope.weights.resolve(options, with: own, of: parent.name)
    // Epochs that were meant for other labels are no choice for these.
    if recipe.labels != own.labels, options.recipeFile == nil, !options.sets("fine_tuning.epochs") {
      if own.labels != .all { recipe.fineTuning.epochs = options.standard.fineTuning.epochs }
      recipe.forgetAssignment(of: "fine_tuning.epochs")
    }
    let session = try Session(options, layersOf: parent, recipe, dataset, console)
    self.init(
      beginning: Beginning(session), parent: parent, isNewest: isNewest, isFromScratch: false)
  }

  /// From random weights.
  init(fromScratch options: PipelineOptions, _ dataset: Dataset?, _ console: Console) throws {
    // No loss of a reconstruction stands in the way of any activation, as there will be none.
    let recipe = try options.recipe(
      of: "finetune --from-scratch", setting: RecipeKey.withoutPretraining,
      inherited: options.standard.suitingAnyNumbers())
    let session = try Session(options: options, recipe: recipe, dataset: dataset, console: console)
    try session.dataset.requireClasses()
    self.init(beginning: Beginning(session), parent: nil, isNewest: false, isFromScratch: true)
  }

  /// From where an earlier run stood; where it was stopped before its first checkpoint, from what it had begun with.
  init(_ resumption: Resumption) throws {
    let beginning = try Beginning(resumption)
    let record = resumption.folder.record
    let parent = try beginning.hasCheckpoint ? nil : beginning.session.store.parent(of: record)
    try parent?.requireEncoder()
    self.init(beginning: beginning, parent: parent, isNewest: false, isFromScratch: record.parent == nil)
  }
}
