internal import Foundation
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataFiles
internal import StrataInference
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
    try Self.requirePretrained(parent)
    let own = try parent.ownRecipe(console)
    var recipe = try RecipeScope.weights.resolve(options, with: own, of: parent.name)
    // Epochs that were meant for other labels are no choice for these.
    if recipe.labels != own.labels, options.recipeFile == nil, !options.sets("fine_tuning.epochs") {
      if own.labels != .all { recipe.fineTuning.epochs = options.standard.fineTuning.epochs }
      recipe.forgetAssignment(of: "fine_tuning.epochs")
    }
    let data = try dataset.map { (options, $0) } ?? options.data(of: parent.record, recipe)
    // What was learned of the data before the first layer goes with the layers.
    let encoding = try Model(parent.checkpoint(parent.weightsName)).encoding
    let session = try Session(
      options: data.0, recipe: recipe, dataset: data.1.read(as: encoding, by: parent.name), console: console)
    try session.dataset.requireClasses()
    guard !session.dataset.forRecord.mayTestOnExamples(learnedFrom: parent.record.dataset) else {
      throw InputError(
        .recipe, at: "the division of the data",
        expected: "that of \(parent.name), which has learned from the other examples", found: "another",
        advice: "leave split, data.split_seed and data.test as they were, or pretrain with them")
    }
    if let note = OtherData.note(on: parent, before: session.dataset) { console.say("note", note) }
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
    let name = resumption.folder.record.parent
    let parent = try beginning.hasCheckpoint ? nil : name.map { try beginning.session.store.open($0) }
    if let parent { try Self.requirePretrained(parent) }
    self.init(beginning: beginning, parent: parent, isNewest: false, isFromScratch: name == nil)
  }

  /// Throws unless a run has an encoder to begin from: that of a finished stack, or of a network, however far it came.
  private static func requirePretrained(_ run: RunFolder) throws {
    if run.record.stage == .finetune && run.has(.best) { return }
    guard run.record.stage != .pretrain || run.record.status != .finished else { return }
    throw InputError(
      .usage, at: run.url.relativePath, expected: "a finished pretraining run",
      found: "a run of \(run.record.stage.rawValue), marked \(run.record.status.rawValue)",
      advice: "name another run, or none for the newest")
  }
}
