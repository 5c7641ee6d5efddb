import Foundation
import StrataRecipes
import StrataSession
import StrataTestSupport

@testable import StrataExperiments

/// Experiments on tiny digits with tiny networks, in a folder of their own.
struct TinyExperiment {
  let folder: TemporaryFolder
  var options = PipelineOptions()

  init(_ assignments: String...) throws {
    folder = try TemporaryFolder()
    try TinyDigits().write(to: folder)
    options.dataset = folder("digits").path
    options.runs = folder("runs").path
    options.threads = 1
    options.assignments =
      ["limit=60", "pretraining.epochs=1", "pretraining.batch_size=20", "fine_tuning.epochs=1"]
      + ["fine_tuning.batch_size=20"] + assignments
  }

  /// Runs an experiment with two seeds, on the tiny digits where it takes a data set.
  func run(_ name: String) throws -> ExperimentOutcome { try run(name, Sharing())[0] }

  /// The same, shared with others: no outcome of a job.
  func run(_ name: String, _ sharing: Sharing, console: Console = silence) throws -> [ExperimentOutcome] {
    var options = options
    if try !Catalogue.named(name).contains(where: \.takesDataset) { options.dataset = nil }
    var choices = ExperimentStage.Choices(seeds: 2, isQuick: true)
    choices.sharing = sharing
    var outcomes: [ExperimentOutcome] = []
    try ExperimentStage(options, named: name, choices, console: console) { outcomes.append($0) }.run()
    return outcomes
  }

  /// The names of the run folders that experiments have left.
  var experimentRuns: [String] {
    get throws {
      guard FileManager.default.fileExists(atPath: options.runs) else { return [] }
      return try FileManager.default.contentsOfDirectory(atPath: options.runs).filter {
        $0.hasSuffix("experiment")
      }
    }
  }

  /// A laboratory on a recipe.
  func laboratory(_ recipe: Recipe = .forExperiments(isQuick: true), shelf: Shelf = Shelf()) throws
    -> Laboratory
  {
    Laboratory(
      options: options, recipe: try options.recipe(inherited: recipe), seeds: [1], isQuick: true, images: nil,
      console: Self.silence, shelf: shelf)
  }

  static let silence = Console(isTerminal: false, isQuiet: true) { _ in }
}
