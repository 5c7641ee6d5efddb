internal import Foundation
internal import StrataFiles
internal import StrataReports
package import StrataSession
internal import StrataStages

/// The winner of a search, trained on training and validation examples, and measured on the test examples: once.
package struct TuningFinal: Stage {
  private let options: PipelineOptions
  private let outcome: TuningOutcome
  private let console: Console

  /// The end of a search that is complete.
  package init(_ options: PipelineOptions, _ outcome: TuningOutcome, console: Console) throws {
    self.outcome = outcome
    self.console = console
    var options = options
    options.recipeFile = "\(outcome.folder)/winner.yml"
    // They are in the winner's recipe.
    options.assignments = []
    options.flags = []
    options.seed = nil
    options.dataset = nil
    self.options = options
  }

  /// What the folder keeps of it.
  private struct Final: Codable {
    let evaluation: String?
    let table: String
  }

  /// Trains and measures; where that was done before, says what came of it and looks at nothing again.
  package func run() throws -> String {
    let file = try URL(userPath: outcome.folder, isDirectory: true).appending(path: "final.json")
    if let data = FileManager.default.contents(atPath: file.path) {
      let known: Final = try StrictJSON.decode(
        Final.self, from: [UInt8](data)[...], at: file.relativePath,
        advice:
          "the evaluation's own folder has the table; remove the file to look at the test examples again")
      console.say("final", "the test examples were looked at before, in \(known.evaluation ?? "no folder")")
      return known.table
    }
    console.say("")
    let found: EvaluateStage.Outcome
    if outcome.plan.isFromScratch {
      let network = try FinetuneStage(options, from: .scratch, console: console).run()
      console.say("")
      found = try EvaluateStage(options.withoutRecipe, runs: [network.run], console: console).run()
    } else {
      found = try WholeRun(options, includesScratch: false, console: console).run()
    }
    let table = found.table.text + "\n"
    let final = Final(evaluation: found.run, table: table)
    try AtomicFile.write(try StrictJSON.encode(final, at: file.relativePath, over: true), to: file)
    return table
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
