package import Foundation
internal import StrataDatasets
internal import StrataFiles
internal import StrataRecipes
package import StrataSession

/// All of it in order: pretraining, fine-tuning, the same shape from scratch if asked for, the baseline,
/// and the table.
package struct WholeRun: Stage {
  private let options: PipelineOptions
  private let dataset: Dataset
  private let includesScratch: Bool
  private let since: Date?
  private let console: Console

  /// Everything with a user's options. When the data set cannot be found and nobody asked for it by name, the built-in
  /// synthetic digits take its place, which is said at once and in the title of the table.
  ///
  /// - Parameters:
  ///   - includesScratch: true to train the same shape from random weights too.
  ///   - since: what was trained of the same since then, and not used, is taken up instead of beginning anew: what is
  ///     finished, and what was stopped or killed.
  /// - Throws: `InputError` for what would fail at the end, before hours of training.
  package init(
    _ options: PipelineOptions, includesScratch: Bool, goingOnSince since: Date? = nil, console: Console
  ) throws {
    var options = options
    let recipe = try options.recipe()
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
    try dataset.requireClasses()
    try dataset.requireTest()
    _ = try options.recipe().fineTuningRecipe(validation: dataset.validation.count)
    self.options = options
    self.includesScratch = includesScratch
    self.since = since
    self.console = console
  }

  /// Runs it.
  package func run() throws -> EvaluateStage.Outcome {
    try options.stopRequest.whileListening { try runInOrder() }
  }

  private func runInOrder() throws -> EvaluateStage.Outcome {
    let evaluate = options.command("evaluate")
    let control = options.keeping(RecipeKey.withoutPretraining)
    let scratch = includesScratch ? [control.command("finetune", ["--from-scratch"])] : []
    let earlier =
      try since.map {
        try EarlierRuns(
          of: options, control: includesScratch ? control : nil, dataset, since: $0, console: console)
      } ?? EarlierRuns()
    let pretraining = try run(
      PretrainStage(options, from: earlier.startOfPretraining, dataset: dataset, console: console),
      then: { [options.command("finetune", ["--from", $0])] + scratch + [evaluate] })
    console.say("")
    let tuned = try run(
      FinetuneStage(
        options, from: earlier.startOfTuning(pretraining.run), dataset: dataset, console: console),
      then: { _ in scratch + [evaluate] })
    console.say("")
    if includesScratch {
      _ = try run(
        FinetuneStage(control, from: earlier.startFromScratch, dataset: dataset, console: console),
        then: { _ in [evaluate] })
      console.say("")
    }
    var outcome = try EvaluateStage(options, runs: [tuned.run], dataset: dataset, console: console).run()
    outcome.findings = pretraining.findings + tuned.findings
    return outcome
  }

  /// Runs a stage; when somebody asks it to stop, names the commands that come after the one that resumes
  /// it: those of `rest`, which is handed the path of the stage's run.
  private func run<Part: Stage>(_ stage: Part, then rest: (String) -> [String]) throws -> Part.Outcome {
    do {
      return try stage.run()
    } catch var interruption as Interruption {
      interruption.commands += rest(interruption.run)
      throw interruption
    }
  }
}
