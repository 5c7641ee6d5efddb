internal import Foundation
internal import StrataCheckpoints
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataFiles
internal import StrataLinearAlgebra
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// A run of an earlier time that goes on: what it must agree with, so that it ends in the same bits.
struct Resumption {
  /// The run.
  let folder: RunFolder
  let options: PipelineOptions
  let recipe: Recipe
  /// What the command line has more than the run's own recipe.
  let more: MoreEpochs?
  let console: Console

  /// What every line of metrics has.
  struct Seconds: Decodable {
    let seconds: Double
  }

  /// Looks for a run of a stage, by name or path.
  ///
  /// - Throws: `InputError` when there is no such run, it is one of another stage, or the options ask for
  ///   another recipe.
  init(_ stage: RunRecord.Stage, _ name: String, options: PipelineOptions, console: Console) throws {
    let store = try options.store(console)
    folder = try name == RunStore.newestName ? store.newestUnfinished(stage) : store.open(name)
    self.console = console
    let record = folder.record
    guard record.stage == stage else {
      throw InputError(
        .usage, at: folder.url.relativePath, expected: "a \(stage.noun) run",
        found: "a \(record.stage.noun) run", advice: Self.advice(for: folder))
    }
    guard Execution.threadCounts.contains(record.arithmetic.threads) else {
      throw InputError(
        .malformedData, at: folder.file("run.json").relativePath,
        expected: "\(Execution.threadCounts.lowerBound) to \(Execution.threadCounts.upperBound) threads",
        found: "\(record.arithmetic.threads)", advice: "put the file right, or begin a new run")
    }
    var options = options
    options.threads = options.threads ?? record.arithmetic.threads
    options.engine =
      options.engine ?? Engine.allCases.first { $0.title == record.arithmetic.engine }
    options.precision =
      options.precision ?? Precision(rawValue: record.arithmetic.precision).map { .exactly($0) }
    // New runs lie beside it, and it beside the run that it began from.
    options.runs = folder.url.deletingLastPathComponent().relativePath
    self.options = options
    let own = try Recipe(ofRun: folder.recipe(), at: folder.file("recipe.yml").relativePath)
    let asked = try Self.resolved(options.recipe(inherited: own), as: own)
    try Self.requireSameRecipe(asked, as: own, "the command line", of: folder)
    more = try MoreEpochs(
      from: own, to: asked, stage, run: folder.url.relativePath, runs: options.runs)
    if let more { try Self.requireUnended(folder, more) }
    var recipe = own
    if more != nil { try recipe.set(MoreEpochs.key(of: stage).assignment(in: asked)) }
    self.recipe = recipe
    if let more { sayLastLook(own, asked, more) }
    if let more, more.retrainsOthers {
      console.say(
        "note",
        "layer \(more.layer + 1) gets more epochs, so the layers above it, which learned from its codes, are trained again"
      )
    }
  }

  /// The recipe that was asked for, with the run's own values of what follows from the data where nobody says it.
  private static func resolved(_ asked: Recipe, as own: Recipe) throws -> Recipe {
    let derived = [
      "split", "pretraining.epochs", "fine_tuning.epochs", "stack.loss", "stack.decoder_activation",
    ]
    var asked = try asked.inheriting(RecipeKey.all.filter { derived.contains($0.name) }, from: own)
    if asked.split == .automatic { asked.split = own.split }
    return asked
  }

  /// Throws for a finished network that patience ended before its last epoch: with more of them it would have ended there
  /// too.
  private static func requireUnended(_ folder: RunFolder, _ more: MoreEpochs) throws {
    guard folder.record.stage == .finetune, folder.record.status == .finished else { return }
    let epochs = try folder.metrics(as: Seconds.self).count
    guard epochs < more.epochs else { return }
    throw InputError(
      .recipe, at: MoreEpochs.key(of: .finetune).name,
      expected: "\(more.epochs), as fine_tuning.patience ended the run after \(epochs) and would again",
      found: "more",
      advice: "begin a new run with more patience, from this one's weights or anew")
  }

  /// Says where a finished network was looked at only because it was at its end, as one that had begun with more epochs would
  /// not have been: training is the same, but the weights of that epoch may be the best ones.
  private func sayLastLook(_ own: Recipe, _ asked: Recipe, _ more: MoreEpochs) {
    let record = folder.record
    guard record.stage == .finetune, record.status == .finished, record.dataset.validation > 0,
      let fineTuning = try? asked.fineTuningRecipe()
    else { return }
    let learned = own.labelSpreading.value == nil ? record.dataset.train : record.dataset.withUnlabelled
    guard !fineTuning.looks(after: more.epochs, steps: fineTuning.training.steps(of: learned)) else { return }
    console.say(
      "note",
      "epoch \(more.epochs) was the last, so it was looked at, and its weights are kept if no later epoch does better; "
        + "a run that had begun with more epochs would not have looked there")
  }

  private static func advice(for folder: RunFolder) -> Wording {
    let verb = folder.record.stage
    return verb.isResumable
      ? "take the command of its stage: mnist-pipeline \(verb.rawValue) --resume \(folder.url.relativePath.shellQuoted)"
      : "such a run is not resumed: do it again with \(folder.record.command)"
  }

  /// True when the run is finished, which is said.
  ///
  /// - Throws: `InputError` when other data are named than those that it learned from.
  func sayIfFinished() throws -> Bool {
    guard folder.record.status == .finished, more == nil else { return false }
    if options.dataset != nil || options.dataFolder != nil { _ = try session() }
    console.say("run", "\(folder.url.relativePath) is finished; nothing is left to do")
    return true
  }

  /// The session on the run's own recipe and data.
  ///
  /// - Throws: `InputError` when the data set is not the one that the run began with.
  func session() throws -> Session {
    let data = try options.data(of: folder.record, recipe)
    let session = try Session(options: data.options, recipe: recipe, dataset: data.dataset, console: console)
    let (expected, found) = (folder.record.dataset, session.dataset.forRecord)
    guard expected.isSame(as: found) else {
      throw InputError(
        .malformedData, at: session.dataset.origin, expected: "the data of \(folder.name), \(expected.brief)",
        found: found.brief, advice: "name its folder with --data, or begin a new run")
    }
    return session
  }

  /// The checkpoint to go on from; nil when the run was stopped before its first one.
  func checkpoint() throws -> Checkpoint? {
    guard folder.has(.last) else { return nil }
    let checkpoint = try folder.checkpoint(.last)
    _ = try moreEpochs(since: checkpoint)
    let hash = try checkpoint.part("dataset_sha256", as: String.self)
    guard hash == folder.record.dataset.sha256 else {
      throw InputError(
        .malformedData, at: checkpoint.place, expected: "a checkpoint on the data of the run's record",
        found: "one on data with sha256 \(hash.prefix(16))…",
        advice: "put the run folder's own files back, or begin a new run")
    }
    return checkpoint
  }

  /// What the recipe has more than that of a checkpoint, which may be of before more was asked for; nil for nothing.
  ///
  /// - Throws: `InputError` when they differ otherwise.
  func moreEpochs(since checkpoint: Checkpoint) throws -> MoreEpochs? {
    let stored = try Recipe(
      ofRun: checkpoint.part("recipe"), at: "\(checkpoint.place), part \"recipe\"")
    try Self.requireSameRecipe(stored, as: recipe, checkpoint.place, of: folder)
    return try MoreEpochs(
      from: stored, to: recipe, folder.record.stage, run: folder.url.relativePath, runs: options.runs)
  }

  /// Throws where recipes differ in more than epochs, of which there may be more.
  private static func requireSameRecipe(
    _ other: Recipe, as recipe: Recipe, _ place: String, of folder: RunFolder
  ) throws {
    // Data are known by their hash, whatever they are called.
    let others = ["dataset", MoreEpochs.key(of: folder.record.stage).name]
    let keys = RecipeKey.all.filter { !others.contains($0.name) }
    guard let key = keys.first(where: { $0.write(recipe) != $0.write(other) }) else { return }
    throw InputError(
      .recipe, at: "\(key.name) of \(place)",
      expected: "\(key.write(recipe)), as in the recipe of \(folder.name)", found: key.write(other),
      advice: "a run goes on with the recipe that it began with: leave it, or begin a new run")
  }
}

extension RunRecord.Dataset {
  /// True for the same examples in the same parts, whatever they are called and wherever they lie.
  func isSame(as other: Self) -> Bool {
    (sha256, train, validation, test) == (other.sha256, other.train, other.validation, other.test)
      && isDivided(as: other)
  }

  fileprivate var brief: String {
    "sha256 \(sha256.prefix(16))…, \(train) training and \(validation) validation examples"
  }
}
