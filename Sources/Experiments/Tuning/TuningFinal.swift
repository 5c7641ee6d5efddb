internal import Foundation
internal import StrataFiles
internal import StrataRecipes
internal import StrataReports
internal import StrataRuns
package import StrataSession
internal import StrataStages

/// The winner of a search, trained on training and validation examples, and measured on the test examples: once.
///
/// Its runs lie in the search's folder, so that the command that was stopped goes on with them.
package struct TuningFinal: Stage {
  private let options: PipelineOptions
  private let outcome: TuningOutcome
  private let console: Console
  private let command: String

  /// The end of a search that is complete.
  ///
  /// - Parameter command: the command line of the search, which goes on with this.
  package init(
    _ options: PipelineOptions, _ outcome: TuningOutcome, command: String, console: Console
  ) throws {
    self.outcome = outcome
    self.console = console
    self.command = command
    var options = options
    options.runs = "\(outcome.folder)/runs"
    // All that was set is in the winner's recipe.
    options.recipeFile = "\(outcome.folder)/winner.yml"
    options.assignments = []
    options.flags = []
    options.seed = nil
    options.dataset = nil
    self.options = options
  }

  /// What came of it, as the folder keeps it.
  package struct Outcome: Codable, Sendable {
    /// The run folder with the table; nil where it could not be written.
    package let evaluation: String?
    /// The test error of each model in percent.
    package let testErrors: [String: Double]
    /// The table for people.
    package let table: String

    private enum CodingKeys: String, CodingKey {
      case evaluation, table
      case testErrors = "test_error_percent"
    }
  }

  /// Trains and measures; where that was done before, says what came of it and looks at nothing again.
  ///
  /// - Throws: an `Interruption` when somebody asks to stop, with the command that goes on.
  package func run() throws -> Outcome {
    let file = try URL(userPath: outcome.folder, isDirectory: true).appending(path: "final.json")
    if let data = FileManager.default.contents(atPath: file.path) {
      let known: Outcome = try StrictJSON.decode(
        Outcome.self, from: [UInt8](data)[...], at: file.relativePath,
        advice:
          "the evaluation's own folder has the table; remove the file to look at the test examples again")
      console.say("final", "the test examples were looked at before, in \(known.evaluation ?? "no folder")")
      return known
    }
    do {
      let found = try options.stopRequest.whileListening { try evaluation() }
      let errors = found.table.models.map { ($0.name, $0.testErrorPercent) }
      let final = Outcome(
        evaluation: found.run, testErrors: Dictionary(errors) { $1 }, table: found.table.text + "\n")
      try AtomicFile.write(try StrictJSON.encode(final, at: file.relativePath, over: true), to: file)
      return final
    } catch var interruption as Interruption {
      interruption.commands = [command]
      throw interruption
    }
  }

  private func evaluation() throws -> EvaluateStage.Outcome {
    console.say("")
    let recipe = try options.recipe()
    if case .atMost(let limit) = recipe.limit {
      console.say(
        "note",
        "limit keeps the winner's training to \(limit) examples, as in the search: those of validation are not all among them"
      )
    }
    let network = try trained(.finetune) { options, run in
      let start: FinetuneStage.Start =
        try run.map { .stopped($0) } ?? (outcome.plan.isFromScratch ? .scratch : .run(stack()))
      return try FinetuneStage(options, from: start, console: console).run().run
    }
    console.say("")
    return try EvaluateStage(options.withoutRecipe, runs: [network], console: console).run()
  }

  private func stack() throws -> String {
    let stack = try trained(.pretrain) { options, run in
      try PretrainStage(options, from: run.map { .stopped($0) } ?? .nothing, console: console).run().run
    }
    console.say("")
    return stack
  }

  /// The run of a stage in the search's folder: one that is finished, else one that goes on, else a new one.
  private func trained(
    _ stage: RunRecord.Stage, _ train: (PipelineOptions, _ stopped: String?) throws -> String
  ) throws -> String {
    let store = try options.store(console)
    if let run = try store.finished(stage).first { return run.url.relativePath }
    // A run that goes on has its own recipe.
    guard let run = try? store.newestUnfinished(stage) else { return try train(options, nil) }
    return try train(options.withoutRecipe, run.url.relativePath)
  }
}

extension PipelineOptions {
  /// The same, with the recipe of the run that is looked at.
  fileprivate var withoutRecipe: PipelineOptions {
    var options = self
    options.recipeFile = nil
    return options
  }
}
