import Foundation
import StrataClassifiers
import StrataFiles
import StrataRecipes
import StrataSession
import StrataTestSupport
import Synchronization
import Testing

@testable import StrataExperiments

/// Searches on tiny digits.
struct TuningTests {
  private static let space = """
    name: tiny
    stack:
      units: [12]
    tune:
      trials: 5
      rounds: 2
      keep: 2
      seeds: 2
      fine_tuning.learning_rate: 0.001 to 0.1 log
      stack.level: [0.1, 0.4]
    """

  private func options(_ tiny: TinyExperiment, _ space: String = space) throws -> PipelineOptions {
    var options = tiny.options
    options.recipeFile = tiny.folder("tiny.yml").path
    options.assignments += ["fine_tuning.epochs=3", "pretraining.epochs=2"]
    try Data(space.utf8).write(to: tiny.folder("tiny.yml"))
    return options
  }

  private func stage(
    _ options: PipelineOptions, folder: String? = nil, job: (Int, Int)? = nil, joins: Bool = false,
    isFromScratch: Bool = false
  ) throws -> TuningStage {
    var choices = TuningStage.Choices()
    choices.isFromScratch = isFromScratch
    (choices.sharing.folder, choices.sharing.joins) = (folder, joins)
    choices.sharing.job = job.map { (part: $0.0, of: $0.1) }
    return try TuningStage(options, choices, console: Console(isTerminal: false, isQuiet: true) { _ in })
  }

  /// What trials came to, without the time that they took.
  private func results(_ outcome: TuningOutcome) -> [[Int]] {
    outcome.trials.map { [$0.round, $0.setting] + $0.errors + $0.epochs }
  }

  /// Keys of pretraining are nothing to random weights; where fewer settings are left, that is said.
  @Test(arguments: [(false, false), (true, true)]) func whatTheControlLacksIsSaid(
    isFromScratch: Bool, isSaid: Bool
  )
    throws
  {
    let tiny = try TinyExperiment()
    let space = """
      stack:
        units: [12]
      tune:
        trials: 4
        rounds: 1
        fine_tuning.dropout: [0, 0.5]
        stack.level: [0.1, 0.4]
      """
    var choices = TuningStage.Choices()
    choices.isFromScratch = isFromScratch
    let said = Mutex("")
    let outcome = try TuningStage(
      options(tiny, space), choices,
      console: Console(isTerminal: false, isQuiet: false) { text in said.withLock { $0 += text } }
    ).run()
    #expect(outcome.plan.settings.count == (isFromScratch ? 2 : 4))
    let words = said.withLock { $0 }.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("the stack has 2 settings more") == isSaid, "\(words)")
  }

  @Test(arguments: [
    #""errors": [0], "epochs": []"#, #""errors": [], "epochs": []"#, #""errors": [9], "epochs": [1]"#,
    #""errors": [0], "epochs": [1], "failure": "x""#, #""errors": [0], "epochs": [9223372036854775807]"#,
  ])
  func aTrialThatNoTrainingComesToIsRefused(figures: String) throws {
    let whole = #"{"setting": 1, "round": 1, "examples": 5, "seconds": 1, \#(figures)}"#
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Trial.self, from: Data(whole.utf8)) }
    let low =
      #"{"setting": -9223372036854775808, "round": 1, "examples": 5, "seconds": 1, "errors": [0], "epochs": [1]}"#
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Trial.self, from: Data(low.utf8)) }
    let sound = low.replacing("-9223372036854775808", with: "1")
    #expect(try JSONDecoder().decode(Trial.self, from: Data(sound.utf8)).epochs == [1])
  }

  /// A setting that cannot be is named with its values.
  @Test func anImpossibleSettingIsNamed() throws {
    let space = """
      tune:
        trials: 2
        stack.units: [[20, 10], [20]]
        stack.level: [[0.1, 0.2]]
      """
    let tiny = try TinyExperiment()
    let error = #expect(throws: InputError.self) { try stage(options(tiny, space)) }
    #expect(
      error?.place == "setting 2 of tune (stack.units=[20], stack.level=[0.1, 0.2]): stack.level",
      "\(error as Any)")
  }

  @Test func halvesSuccessively() throws {
    let tiny = try TinyExperiment()
    let outcome = try stage(options(tiny)).run()
    let first = outcome.trials.filter { $0.round == 0 }
    let second = outcome.trials.filter { $0.round == 1 }
    #expect(first.map(\.setting).sorted() == [0, 1, 2, 3, 4])
    // The best three of five go on, and no others.
    #expect(Set(second.map(\.setting)) == Set(Trial.ranked(first).prefix(3).map(\.setting)))
    #expect(outcome.winner == Trial.ranked(second)[0])
    #expect(outcome.trials.allSatisfy { $0.errors.count == 2 && $0.examples > 0 })
    let winner = try Recipe(contentsOf: URL(filePath: outcome.folder).appending(path: "winner.yml"))
    #expect(winner.validation == .none && winner.name == "tiny-tuned")
    #expect(winner.fineTuning.epochs.values == [3])
    for assignment in outcome.plan.settings[try #require(outcome.winner).setting] {
      var again = winner
      try again.set(assignment)
      #expect(again.yaml == winner.yaml)
    }
    #expect(outcome.text.contains("No test example was looked at to choose."))
    // Settings that err alike are not told apart.
    #expect(
      !outcome.text.contains("and no better than") || second.count { $0.percent == second[0].percent } > 1)
    let alike = [(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (1, 0), (1, 1), (1, 2)].map {
      Trial(setting: $1, round: $0, errors: [1, 1], examples: 50, epochs: [1, 1], seconds: 1, failure: nil)
    }
    let tied = TuningOutcome(
      name: "tied", folder: "tied", plan: outcome.plan, trials: alike, varied: outcome.varied)
    #expect(
      tied.text.contains("Setting 1 is best: 2.00 %, and no better than 2, 3: the first of them is taken."))
    #expect(outcome.text.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasSuffix("winner.yml") })
  }

  /// In whatever order and by how many processes: the same trials with the same results.
  @Test(arguments: [[1, 2, 3], [3, 1, 2], [2, 2, 3, 1]])
  func jobsInAnyOrderComeToTheSame(order: [Int]) throws {
    let tiny = try TinyExperiment()
    let options = try options(tiny)
    let whole = try stage(options).run()
    let folder = tiny.folder("shared").path
    for _ in 0..<2 {
      for part in order { _ = try stage(options, folder: folder, job: (part, 3)).run() }
    }
    let joined = try stage(options, folder: folder, joins: true).run()
    #expect(results(joined) == results(whole) && joined.winner?.setting == whole.winner?.setting)
    func winner(_ folder: String) throws -> Data {
      try Data(contentsOf: URL(filePath: folder).appending(path: "winner.yml"))
    }
    #expect(try winner(folder) == winner(whole.folder))
  }

  @Test func whatIsMissingIsNamed() throws {
    let tiny = try TinyExperiment()
    let options = try options(tiny)
    let outcome = try stage(options, job: (1, 2)).run()
    #expect(outcome.trials.map(\.setting) == [0, 2, 4] && !outcome.isComplete)
    let error = #expect(throws: InputError.self) { try stage(options, joins: true).run() }
    #expect(error?.found == "2 missing: setting 2, setting 4")
    #expect(try stage(options, joins: true).hasTrialsLeft)
    // A file that was lost is done again.
    let lost = URL(filePath: outcome.folder).appending(path: "trials/round-1-setting-0001.json")
    try FileManager.default.removeItem(at: lost)
    #expect(try stage(options).run().trials.count == 8)
    #expect(FileManager.default.fileExists(atPath: lost.path))
  }

  @Test func anotherSearchInTheFolderIsRefused() throws {
    let tiny = try TinyExperiment()
    var options = try options(tiny)
    _ = try stage(options, job: (1, 5)).run()
    options.seed = 7
    let error = #expect(throws: InputError.self) { try stage(options) }
    #expect(error?.place.hasSuffix("plan.json") == true)
    // The control has a folder of its own.
    #expect(throws: Never.self) { try stage(options, isFromScratch: true) }
  }

  /// A setting that ends in numbers that are none loses, and the search goes on.
  @Test func aSettingThatFailsIsLast() throws {
    let tiny = try TinyExperiment("fine_tuning.optimizer=sgd")
    let space = Self.space.replacing("0.001 to 0.1 log", with: "[0.01, 1e30]")
      .replacing("trials: 5", with: "trials: 4")
    let outcome = try stage(options(tiny, space)).run()
    let failed = outcome.trials.filter { $0.failure != nil }
    #expect(!failed.isEmpty && failed.allSatisfy { $0.percent == nil })
    #expect(outcome.winner.map { outcome.plan.settings[$0.setting][0] } == "fine_tuning.learning_rate=0.01")
    #expect(outcome.text.contains("failed"))
  }

  /// From random weights what says how a stack is pretrained is not varied.
  @Test func theControlVariesWhatMeansSomethingToIt() throws {
    let tiny = try TinyExperiment()
    let stage = try stage(options(tiny), isFromScratch: true)
    let settings = try stage.run().plan.settings
    #expect(settings.count == 5 && settings.allSatisfy { $0.count == 1 && $0[0].hasPrefix("fine_tuning.") })
  }

  @Test func stoppedItNamesTheCommandThatGoesOn() throws {
    let tiny = try TinyExperiment()
    var options = try options(tiny)
    options.stopRequest.make(15)
    let interruption = #expect(throws: Interruption.self) { try stage(options).run() }
    #expect(interruption?.isKept == true)
    #expect(interruption?.commands.first?.contains("tune --recipe") == true)
    options.stopRequest = StopRequest()
    #expect(try stage(options).run().isComplete)
  }

  private func final(_ options: PipelineOptions, _ outcome: TuningOutcome) throws -> TuningFinal.Outcome {
    try TuningFinal(
      options, outcome, command: "tune again", console: Console(isTerminal: false, isQuiet: true) { _ in }
    ).run()
  }

  @Test func theTestExamplesAreLookedAtOnce() throws {
    let tiny = try TinyExperiment()
    let options = try options(tiny)
    let outcome = try stage(options).run()
    let first = try final(options, outcome)
    #expect(first.table.contains("Test error") && first.testErrors.count == 2)
    func runs() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: outcome.folder + "/runs").sorted()
    }
    let before = try runs()
    #expect(before.count { $0.hasSuffix("-evaluate") } == 1)
    #expect(try final(options, outcome).table == first.table)
    #expect(try runs() == before)
  }

  /// Stopped while the winner is trained, the same command goes on with its runs.
  @Test func theWinnersTrainingGoesOn() throws {
    let tiny = try TinyExperiment()
    var options = try options(tiny)
    let outcome = try stage(options).run()
    options.stopRequest.make(15)
    var interruptions = 0
    for _ in 0..<3 {
      let interruption = #expect(throws: Interruption.self) { try final(options, outcome) }
      #expect(interruption?.commands == ["tune again"])
      interruptions += 1
    }
    options.stopRequest = StopRequest()
    let evaluation = try #require(try final(options, outcome).evaluation)
    #expect(evaluation.contains(outcome.folder))
    let names = try FileManager.default.contentsOfDirectory(atPath: outcome.folder + "/runs")
    for stage in ["pretrain", "finetune", "evaluate"] {
      #expect(names.count { $0.contains("-\(stage)") } == 1, "\(names)")
    }
    #expect(interruptions == 3)
  }

  /// With patience the winner is trained for as long as it chose; where the rate falls in step with the epochs, for all.
  @Test(arguments: [("constant", true), ("linear-decay", false)])
  func patienceChoosesTheEpochs(schedule: String, isChosen: Bool) throws {
    let tiny = try TinyExperiment("fine_tuning.patience=2", "fine_tuning.schedule=\(schedule)")
    var options = try options(tiny)
    options.assignments += ["fine_tuning.epochs=30"]
    let outcome = try stage(options).run()
    let winner = try Recipe(contentsOf: URL(filePath: outcome.folder).appending(path: "winner.yml"))
    let epochs = try #require(outcome.winner).epochs.sorted()
    #expect(winner.patience == nil && winner.tuning == nil)
    #expect(winner.fineTuning.epochs.values == [isChosen ? epochs[epochs.count / 2] : 30])
  }

  @Test func moreRoundsThanEpochsAreRefused() throws {
    let tiny = try TinyExperiment()
    let error = #expect(throws: InputError.self) {
      try stage(options(tiny, Self.space.replacing("rounds: 2", with: "rounds: 6")))
    }
    #expect(error?.place == "tune.rounds")
  }

  @Test func aSearchThatIsNotThereIsNotJoined() throws {
    let tiny = try TinyExperiment()
    let folder = tiny.folder("nowhere").path
    let error = #expect(throws: InputError.self) { try stage(options(tiny), folder: folder, joins: true) }
    #expect(error?.kind == .missingInput)
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test func aRecipeWithoutASpaceIsRefused() throws {
    let tiny = try TinyExperiment()
    let error = #expect(throws: InputError.self) { try stage(options(tiny, "name: tiny")) }
    #expect(error?.expected == "a section tune, with keys to vary")
  }
}
