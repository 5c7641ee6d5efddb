package import Foundation
internal import StrataDatasets
internal import StrataFiles
internal import StrataRecipes
package import StrataSession

/// All of it in order: pretraining, fine-tuning, the controls that are asked for, the baseline, and the table.
package struct WholeRun: Stage {
  private let options: PipelineOptions
  private let dataset: Dataset
  private var controls: Set<Control>
  private let since: Date?
  private let console: Console

  /// Everything with a user's options. When the data set cannot be found and nobody asked for it by name, the built-in
  /// synthetic digits take its place, which is said at once and in the title of the table.
  ///
  /// - Parameters:
  ///   - controls: what to train beside it.
  ///   - since: what was trained of the same since then, and not used, is taken up instead of beginning anew: what is
  ///     finished, and what was stopped or killed.
  /// - Throws: `InputError` for what would fail at the end, before hours of training.
  package init(
    _ options: PipelineOptions, controls: Set<Control> = [], goingOnSince since: Date? = nil, console: Console
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
    self.controls = controls
    if controls.contains(.withoutNoise), try !options.recipe().isDenoising {
      self.controls.remove(.withoutNoise)
      console.say("note", "the recipe has no noise in pretraining: there is no control without it")
    }
    self.since = since
    self.console = console
  }

  /// Runs it.
  package func run() throws -> EvaluateStage.Outcome {
    try options.stopRequest.whileListening { try runInOrder() }
  }

  private func runInOrder() throws -> EvaluateStage.Outcome {
    let table = options.command("evaluate")
    let scratch = controls.contains(.scratch) ? options.keeping(RecipeKey.withoutPretraining) : nil
    let copying = try controls.contains(.withoutNoise) ? options.withoutNoise() : nil
    let earlier =
      try since.map {
        try EarlierRuns(of: options, from: $0, scratch: scratch, copying: copying, dataset, console: console)
      } ?? EarlierRuns()

    // What is left to do when it is stopped, a command each.
    func last(_ stack: String) -> [String] {
      Self.commands(for: controls, on: stack, options) + [table]
    }
    let copies = copying.map { [$0.command("pretrain"), $0.command("finetune")] } ?? []
    let scratches = scratch.map { [$0.command("finetune", ["--from-scratch"])] } ?? []
    let pretraining = try pretrain(options, earlier.stack) {
      [options.command("finetune", ["--from", $0])] + scratches + copies + last($0)
    }
    let lastOfAll = last(pretraining.run)
    let tuned = try finetune(options, earlier.stack.startOfTuning(pretraining.run)) {
      scratches + copies + lastOfAll
    }
    if let scratch {
      _ = try finetune(scratch, earlier.startFromScratch) { copies + lastOfAll }
    }
    if let copying {
      let stack = try pretrain(copying, earlier.copying) {
        [copying.command("finetune", ["--from", $0])] + lastOfAll
      }
      _ = try finetune(copying, earlier.copying.startOfTuning(stack.run)) { lastOfAll }
    }
    var outcome = try evaluate(tuned.run, of: pretraining.run)
    outcome.findings = pretraining.findings + tuned.findings
    return outcome
  }

  private func evaluate(_ run: String, of stack: String) throws -> EvaluateStage.Outcome {
    let stage = try EvaluateStage(
      options, runs: [run], training: Self.linearModels(of: controls), dataset: dataset, console: console)
    do {
      return try stage.run()
    } catch var interruption as Interruption {
      interruption.commands = Self.commands(for: controls, on: stack, options) + interruption.commands
      throw interruption
    }
  }

  private func pretrain(
    _ options: PipelineOptions, _ earlier: EarlierRuns.Pair, then rest: (String) -> [String]
  ) throws -> PretrainStage.Outcome {
    defer { console.say("") }
    return try run(
      PretrainStage(options, from: earlier.startOfPretraining, dataset: dataset, console: console), then: rest
    )
  }

  private func finetune(
    _ options: PipelineOptions, _ start: FinetuneStage.Start, then rest: () -> [String]
  ) throws -> FinetuneStage.Outcome {
    defer { console.say("") }
    return try run(
      FinetuneStage(options, from: start, dataset: dataset, console: console), then: { _ in rest() })
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
