internal import StrataDatasets
internal import StrataFiles
internal import StrataRecipes
package import StrataSession

/// All of it in order: pretraining, fine-tuning, the same shape from scratch if asked for, the baseline,
/// and the table.
package struct WholeRun: Sendable {
  private let options: PipelineOptions
  private let includesScratch: Bool
  private let console: Console

  /// Everything with a user's options.
  ///
  /// - Parameter includesScratch: true to train the same shape from random weights too.
  package init(_ options: PipelineOptions, includesScratch: Bool, console: Console) {
    self.options = options
    self.includesScratch = includesScratch
    self.console = console
  }

  /// Runs it. When the data set cannot be found and nobody asked for it by name, the built-in synthetic
  /// digits take its place, which is said at once and in the title of the table.
  package func run() throws -> EvaluateStage.Outcome {
    var options = options
    let recipe = try options.recipe()
    let dataset: Dataset
    do {
      dataset = try options.load(recipe)
    } catch let error as InputError
      where error.kind == .missingInput && !options.namesData(recipe)
    {
      console.say("note", error.wordsOfProgram)
      console.say("note", "going on with synthetic digits, which are not \(recipe.dataset)")
      options.dataset = "synthetic"
      dataset = try options.load(try options.recipe())
    }
    // What fails at the end is said before hours of training.
    try dataset.requireClasses()
    try dataset.requireTest()
    _ = try options.recipe().fineTuningRecipe(validation: dataset.validation.count)
    return try options.stopRequest.whileListening { try run(options, on: dataset) }
  }

  private func run(_ options: PipelineOptions, on dataset: Dataset) throws -> EvaluateStage.Outcome {
    let evaluate = options.command("evaluate")
    let control = options.keeping(RecipeKey.withoutPretraining)
    let scratch = includesScratch ? [control.command("finetune", ["--from-scratch"])] : []
    let pretraining = try naming({ [options.command("finetune", ["--from", $0])] + scratch + [evaluate] }) {
      try PretrainStage(
        Stage(options: options, recipe: options.recipe(), dataset: dataset, console: console)
      ).run()
    }
    console.say("")
    let tuned = try naming({ _ in scratch + [evaluate] }) {
      try FinetuneStage(options, from: .run(pretraining.run), dataset: dataset, console: console).run()
    }
    console.say("")
    if includesScratch {
      _ = try naming({ _ in [evaluate] }) {
        try FinetuneStage(control, from: .scratch, dataset: dataset, console: console).run()
      }
      console.say("")
    }
    var outcome = try EvaluateStage(options, runs: [tuned.run], dataset: dataset, console: console).run()
    outcome.findings = pretraining.findings + tuned.findings
    return outcome
  }

  /// Runs a stage; when somebody asks it to stop, names the commands that come after the one that resumes
  /// it: those of `rest`, which is handed the path of the stage's run.
  private func naming<Outcome>(
    _ rest: (String) -> [String], _ stage: () throws -> Outcome
  ) throws -> Outcome {
    do {
      return try stage()
    } catch var interruption as Interruption {
      interruption.commands += rest(interruption.run)
      throw interruption
    }
  }
}
