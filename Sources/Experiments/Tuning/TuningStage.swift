internal import Foundation
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRecipes
internal import StrataRuns
package import StrataSession
internal import StrataStages

/// A search for better settings of a recipe by successive halving (Jamieson and Talwalkar 2016), scored on validation
/// examples alone.
///
/// Every setting is tried with a share of the epochs, the best go on to the next round with more of them, and those of the
/// last round take all. A trial depends on the plan and on no other trial, so any number of processes can work on them.
package struct TuningStage: Stage {
  /// What a user chose besides the options that all stages have.
  package struct Choices: Sendable {
    /// True to begin networks from random weights.
    package var isFromScratch = false
    /// How other processes share the trials.
    package var sharing = Sharing()

    package init() {}
  }

  let options: PipelineOptions
  private let choices: Choices
  let console: Console
  let recipe: Recipe
  private let folder: TuningFolder
  let plan: TuningPlan
  /// How many settings a search of the stack has more than this one of its control.
  private let fewer: Int
  let shelf = Shelf()

  /// A search with a user's options.
  ///
  /// - Throws: `InputError` where the recipe has no section `tune`, a setting of it is impossible, or the folder holds
  ///   another search.
  package init(_ options: PipelineOptions, _ choices: Choices, console: Console) throws {
    self.options = options
    self.choices = choices
    self.console = console
    var recipe = try options.recipe()
    guard var space = recipe.tuning, !space.dimensions.isEmpty else {
      throw InputError(
        .recipe, at: options.recipeFile ?? "the recipe", expected: "a section tune, with keys to vary",
        found: "none", advice: "\(options.shipped.document("recipes.md")) shows one")
    }
    try options.execution.check()
    let name = "tune-\(recipe.name)\(choices.isFromScratch ? "-from-scratch" : "")"
    folder = try TuningFolder(choices.sharing.folder ?? "\(options.runs)/\(name)")
    let dataset = try shelf.dataset(of: recipe, options)
    try dataset.requireClasses()
    recipe = recipe.resolved(for: dataset)
    self.recipe = recipe
    let whole = space.settings(seed: recipe.seed).count
    if choices.isFromScratch {
      // What says how a stack is pretrained is nothing to a network from random weights.
      space.dimensions.removeAll { !RecipeKey.withoutPretraining.contains($0.key) }
    }
    guard dataset.validation.count > 0 else {
      throw InputError(
        .recipe, at: "validation", expected: "examples to score settings by", found: "none",
        advice: "keep some for validation; the winner is trained on all of them at the end")
    }
    let arithmetic = Machine(options.execution).arithmetic
    plan = TuningPlan(
      recipe: recipe.yaml, settings: space.settings(seed: recipe.seed), rounds: space.rounds,
      keep: space.keep,
      seeds: space.seeds, shares: (0..<space.rounds).map(space.share),
      shortensPretraining: space.shortens == .both,
      isFromScratch: choices.isFromScratch, dataset: dataset.sha256, validation: dataset.validation.count,
      engine: arithmetic.engine, kernels: arithmetic.coreType, precision: arithmetic.precision)
    // Without what says how a stack is pretrained, the space may not hold as many.
    fewer = whole - plan.settings.count
    for (number, setting) in plan.settings.enumerated() {
      do {
        try check(setting)
      } catch let error as InputError where !error.place.hasPrefix("tune.") {
        throw error.moved(
          to: "setting \(number + 1) of tune (\(setting.joined(separator: ", "))): \(error.place)")
      }
    }
    try folder.begin(plan, isNew: !choices.sharing.joins)
  }

  /// True while there are trials that can be done.
  package var hasTrialsLeft: Bool {
    get throws { try !plan.missing(given: folder.trials()).isEmpty }
  }

  /// Searches.
  ///
  /// - Throws: an `Interruption` when somebody asks to stop, with the command that goes on; `InputError` where trials are
  ///   missing that nobody is asked to do.
  package func run() throws -> TuningOutcome {
    do {
      return try options.stopRequest.whileListening { try search() }
    } catch let stopped as StopRequest.Stopped {
      throw Interruption(
        signal: stopped.signal, run: folder.url.relativePath, isKept: true, kept: "what is done",
        commands: [command])
    }
  }

  /// The command line that goes on.
  package var command: String {
    options.command(
      "tune",
      (choices.isFromScratch ? ["--from-scratch"] : []) + choices.sharing.arguments)
  }

  private func search() throws -> TuningOutcome {
    func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
    console.say(
      "Tuning \(recipe.name): \(count(plan.settings.count, "setting")) in \(count(plan.rounds, "round"))")
    if fewer > 0 {
      console.say(
        "note",
        "the stack has \(count(fewer, "setting")) more: a fair control has as many, by more values of what is not pretraining"
      )
    }
    console.say("folder", folder.url.relativePath)
    while !choices.sharing.joins {
      let trials = try folder.trials()
      let mine = plan.missing(given: trials).filter { choices.sharing.isMine($0.setting) }
      guard let next = mine.first else { break }
      try folder.write(try carryOut(next.setting, round: next.round))
    }
    let trials = try folder.trials()
    let outcome = TuningOutcome(
      name: recipe.name, folder: folder.url.relativePath, plan: plan, trials: trials,
      varied: plan.settings[0].map { String($0.prefix { $0 != "=" }) })
    if let winner = plan.winner(given: trials) {
      let url = folder.url.appending(path: "winner.yml")
      try AtomicFile.write(try finalRecipe(winner).yaml, to: url)
      try AtomicFile.write(outcome.table.markdown, to: folder.url.appending(path: "trials.md"))
    } else if choices.sharing.joins || choices.sharing.job == nil {
      let missing = plan.missing(given: trials).map { "setting \($0.setting + 1)" }
      guard !missing.isEmpty else {
        throw InputError(
          .numericalFailure, at: folder.url.relativePath,
          expected: "a setting whose training ends in numbers",
          found: "none in the last round", advice: "vary smaller learning rates, in another folder")
      }
      throw InputError(
        .missingInput, at: folder.url.relativePath,
        expected: "all trials of round \((plan.missing(given: trials).first?.round ?? 0) + 1)",
        found: "\(missing.count) missing: " + missing.prefix(8).joined(separator: ", "),
        advice: "do them, with or without --job, and join again")
    }
    return outcome
  }
}
