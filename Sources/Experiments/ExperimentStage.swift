internal import Foundation
internal import StrataCheckpoints
internal import StrataDatasets
internal import StrataDrawings
internal import StrataFiles
internal import StrataLinearAlgebra
internal import StrataPretraining
internal import StrataRecipes
internal import StrataReports
internal import StrataRuns
package import StrataSession
internal import StrataStages

/// The lecture's claims, put to the test: each experiment trains, measures, judges, and leaves a run folder
/// with its numbers, its pictures and a report.
package struct ExperimentStage: Stage {
  /// What a user chose besides the options that all stages have.
  package struct Choices: Sendable {
    /// Repetitions, each with a seed of its own: the recipe's and those that follow it; nil for as many as the experiment
    /// usually has.
    package var seeds: Int?
    /// True to take fewer images and epochs.
    package var isQuick: Bool
    /// A folder of PNG files or an .npy stack, for experiments on patches of photographs.
    package var images: String?
    /// How other processes share the seeds.
    package var sharing = Sharing()

    /// The usual seeds, the whole.
    package init(seeds: Int? = nil, isQuick: Bool = false, images: String? = nil) {
      self.seeds = seeds
      self.isQuick = isQuick
      self.images = images
    }
  }

  private let options: PipelineOptions
  private let experiments: [any Experiment]
  private let choices: Choices
  private let console: Console
  private let report: (ExperimentOutcome) throws -> Void

  /// An experiment, or with the name `all` every one, with a user's options. Traps without a seed.
  ///
  /// - Parameter report: is called after each.
  /// - Throws: `InputError` when there is none of that name, or something was chosen that none of them looks at.
  package init(
    _ options: PipelineOptions, named name: String, _ choices: Choices, console: Console,
    report: @escaping (ExperimentOutcome) throws -> Void
  ) throws {
    precondition(choices.seeds.map { $0 > 0 } ?? true, "an experiment without a seed")
    try options.execution.check()
    experiments = try Catalogue.named(name)
    self.options = options
    self.choices = choices
    self.console = console
    self.report = report
    try check(asked: name)
  }

  /// An experiment's name, and what the lecture says.
  package struct Claim: Encodable, Sendable {
    /// The name that asks for it.
    package let name: String
    /// What is put to the test.
    package let claim: String
  }

  /// Names and claims of all experiments.
  package static var claims: [Claim] { Catalogue.all.map { Claim(name: $0.name, claim: $0.claim) } }

  /// The same as a table.
  package static var list: String {
    Table(
      [.words("experiment"), .words("what the lecture says")],
      rows: Catalogue.all.map { [$0.name, $0.claim] }
    ).text()
  }

  /// Carries them out, but for what was done when the same was stopped before.
  package func run() throws {
    let name = experiments.count == 1 ? experiments[0].name : "all"
    let archive =
      try choices.sharing.archive(named: "experiment-\(name)", options)
      ?? Sharing.archive(named: "experiments-unfinished", options)
    let shelf = Shelf(archive: archive)
    for (number, experiment) in experiments.enumerated() {
      do {
        if choices.sharing.job != nil {
          try work(on: experiment, number, shelf)
          continue
        }
        try report(try run(experiment, shelf))
      } catch let stopped as StopRequest.Stopped {
        throw interruption(by: stopped.signal, number, archive)
      } catch let interruption as Interruption {
        throw self.interruption(by: interruption.signal, number, archive)
      } catch {
        // A folder in which nothing was kept is of no use.
        try? archive.remove([])
        throw error
      }
    }
    if !choices.sharing.isShared { try shelf.discardArchive() }
  }

  /// Throws where something was chosen that none of the experiments looks at.
  private func check(asked name: String) throws {
    let namesData =
      options.dataset != nil || options.dataFolder != nil
      || options.assignments.contains { $0.hasPrefix("dataset=") }
    if namesData, !experiments.contains(where: \.takesDataset) {
      throw InputError(
        .usage, at: "experiment \(name)", expected: "no data set: it draws its examples itself", found: "one",
        advice: "leave --dataset and --data out")
    }
    if choices.images != nil, !experiments.contains(where: \.takesImages) {
      throw InputError(
        .usage, at: "experiment \(name)", expected: "no --images: it does not look at them", found: "some",
        advice: "leave --images out; edges and variants take it")
    }
  }

  /// Trains what of an experiment is this process's to do, for whoever joins it.
  ///
  /// - Parameter number: of the experiment among those that were asked for: its seeds are numbered on from there.
  private func work(on experiment: any Experiment, _ number: Int, _ shelf: Shelf) throws {
    let before = experiments.prefix(number).reduce(0) { $0 + seeds(of: $1) }
    let laboratory = try laboratory(for: experiment, shelf) { choices.sharing.isMine(before + $0) }
    guard !laboratory.seeds.isEmpty else { return }
    console.say("Experiment \(experiment.name), seeds \(laboratory.seeds.map { "\($0)" }.listed())")
    _ = try options.stopRequest.whileListening { try experiment.run(in: laboratory) }
  }

  /// A stop in the midst of an experiment: what is done is kept for the same commands.
  private func interruption(by signal: Int32, _ number: Int, _ archive: Archive) -> Interruption {
    let isAll = choices.sharing.isShared && experiments.count > 1
    return Interruption(
      signal: signal, run: archive.url.relativePath, isKept: true, kept: "what is done",
      commands: isAll ? [command("all")] : experiments.dropFirst(number).map { command($0.name) })
  }

  private func seeds(of experiment: any Experiment) -> Int { choices.seeds ?? experiment.usualSeeds }

  private func laboratory(
    for experiment: any Experiment, _ shelf: Shelf, where isMine: (Int) -> Bool = { _ in true }
  ) throws -> Laboratory {
    let recipe = try options.recipe(inherited: experiment.recipe(isQuick: choices.isQuick))
    let laboratory = Laboratory(
      options: options, recipe: recipe,
      seeds: (0..<seeds(of: experiment)).filter(isMine).map { recipe.seed &+ UInt64($0) },
      isQuick: choices.isQuick, images: choices.images, console: console, shelf: shelf)
    try requireParts(experiment, laboratory)
    return laboratory
  }

  /// Throws before anything is trained where there is nothing to choose by, or to measure on.
  private func requireParts(_ experiment: any Experiment, _ laboratory: Laboratory) throws {
    func require(_ isThere: Bool, _ part: String, _ key: String) throws(InputError) {
      guard !isThere else { return }
      throw InputError(
        .usage, at: "experiment \(experiment.name)", expected: "\(part) examples", found: "none",
        advice: "set \(key) to how many to keep, or take data that are divided")
    }
    guard experiment.takesDataset else {
      return try require(
        !experiment.choosesByValidation || laboratory.recipe.validation != .none, "validation", "validation")
    }
    let dataset = try laboratory.dataset
    try require(dataset.test.count > 0, "test", "data.test")
    try require(!experiment.choosesByValidation || dataset.validation.count > 0, "validation", "validation")
  }

  private func run(_ experiment: any Experiment, _ shelf: Shelf) throws -> ExperimentOutcome {
    let laboratory = try laboratory(for: experiment, shelf)
    let recipe = laboratory.recipe
    console.say("Experiment \(experiment.name)")
    console.say("claim", experiment.claim)
    recipe.sayNotes(on: console)
    let machine = Machine(options.execution)
    var record = RunRecord(
      stage: .experiment, command: command(experiment.name), recipe: experiment.name, seed: recipe.seed,
      arithmetic: machine.arithmetic, dataset: try experiment.data(in: laboratory),
      versions: machine.versions)
    record.dataFolder = options.dataFolder
    console.say("data", "\(record.dataset.name), \(String(grouped: record.dataset.train)) to train on")
    options.sayWarnings(of: machine, on: console)
    // Before there is a folder: where something is missing that was to be joined, none is left behind.
    let (start, remarks) = (ContinuousClock.now, shelf.remarks.count)
    let joined = try choices.sharing.joins ? experiment.run(in: laboratory) : nil
    let store = try options.store(console)
    let run = try store.create(record, recipe: recipe.yaml)
    console.say("run", run.url.relativePath)
    run.sayWeakness(on: console)
    return try run.complete(options, console: console) { run in
      var findings = try joined ?? experiment.run(in: laboratory)
      findings.notes += shelf.remarks.dropFirst(remarks)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      try run.update {
        $0.trainingSeconds = seconds
        $0.result = "the claim \(findings.verdict.answer.rawValue)"
      }
      let graph = try recipe.greedyPretraining()
        .untrained(inputs: experiment.inputs(in: laboratory), seed: recipe.seed)
      let outcome = ExperimentOutcome(
        experiment, findings, record: run.record, recipe: recipe, graph: graph, seeds: laboratory.seeds,
        run: run.url.relativePath)
      try outcome.write(into: run)
      return outcome
    }
  }

  /// The command line that does an experiment again.
  private func command(_ name: String) -> String {
    var more = [name]
    if let seeds = choices.seeds { more += ["--seeds", "\(seeds)"] }
    if choices.isQuick { more.append("--quick") }
    if let images = choices.images { more += ["--images", images] }
    more += choices.sharing.arguments
    return options.command("experiment", more)
  }
}
