package import Checkpoints
public import Datasets
internal import Foundation
internal import LayerGraph
internal import LinearAlgebra
internal import Reports

/// What every stage works with: the options, the recipe, the data and where to say what it does.
public struct Stage: Sendable {
  /// What the user chose.
  public let options: PipelineOptions
  /// The recipe, resolved.
  public let recipe: Recipe
  /// The examples.
  public let dataset: Dataset
  /// Where to say what happens.
  public let console: Console
  let store: RunStore

  /// A stage on a data set that is loaded for it, or on one that is there already.
  public init(
    options: PipelineOptions, recipe: Recipe, dataset: Dataset? = nil, console: Console
  ) throws {
    self.options = options
    self.recipe = recipe
    // Before the data, which may take long: a folder that cannot be had ends the program at once.
    store = try options.store()
    self.dataset = try dataset ?? options.load(recipe)
    self.console = console
    try options.execution.check()
  }

  /// Says what the work is done with.
  func sayHeader(_ title: String) {
    let machine = Machine(options.execution)
    console.say(title)
    console.say(
      "data",
      "\(dataset.title): \(String(grouped: dataset.train.count)) training, "
        + "\(String(grouped: dataset.validation.count)) validation and "
        + "\(String(grouped: dataset.test.count)) test images, \(Dataset.normalization)")
    console.say("", "sha256 \(dataset.sha256.prefix(16))…, \(dataset.provenance)")
    console.say("recipe", "\(recipe.name), seed \(recipe.seed)")
    console.say("arithmetic", machine.arithmetic.description)
    options.sayWarnings(of: machine, on: console)
  }

  /// Says what a graph is made of.
  func say(_ graph: LayerGraph) {
    console.say("")
    console.say(GraphSummary(graph).text)
  }

  /// A record of a run that begins now.
  func record(
    _ stage: RunRecord.Stage, command: String, model: RunRecord.ModelKind? = nil,
    parent: String? = nil
  ) -> RunRecord {
    let machine = Machine(options.execution)
    var record = RunRecord(
      stage: stage, command: command, recipe: recipe.name, seed: recipe.seed, arithmetic: machine.arithmetic,
      dataset: dataset.forRecord, model: model, parent: parent, versions: machine.versions)
    record.dataFolder = options.dataFolder
    return record
  }

  /// Runs `body` on a new run folder; whichever way it ends, the folder's record says so.
  func withRun<Result>(_ record: RunRecord, _ body: (RunWriter) throws -> Result) throws -> Result {
    // From before the folder is there, so that whoever sees it can ask to stop.
    try options.stopRequest.whileListening {
      let run = try store.create(record, recipe: recipe.yaml)
      console.say("run", run.url.relativePath)
      run.sayWeakness(on: console)
      return try run.complete(options, console: console, body)
    }
  }

  /// A checkpoint of a graph, when there is one yet, with what it takes to use it.
  func checkpoint(_ graph: LayerGraph?) throws -> Checkpoint {
    var checkpoint = try graph.map { try Checkpoint($0) } ?? Checkpoint()
    try checkpoint.setPart(Dataset.normalization, named: "normalization")
    try checkpoint.setPart(dataset.sha256, named: "dataset_sha256")
    try checkpoint.setPart(recipe.yaml, named: "recipe")
    try checkpoint.setPart(recipe.seed, named: "seed")
    try checkpoint.setPart(Machine(options.execution).versions, named: "versions")
    return checkpoint
  }
}

extension GraphSummary {
  /// The summary of a graph.
  init(_ graph: LayerGraph) {
    let summary = graph.summary
    self.init(
      rows: summary.rows.map {
        Row(
          node: $0.node, operation: $0.operation, output: $0.outputShape, parameters: $0.parameters,
          isShared: !$0.shared.isEmpty, isFrozen: $0.isFrozen)
      }, parameters: summary.parameters, trainableParameters: summary.trainable)
  }
}

extension Dataset {
  /// The examples, as a record names them.
  package var forRecord: RunRecord.Dataset {
    RunRecord.Dataset(
      name: name, sha256: sha256, train: train.count, validation: validation.count, test: test.count)
  }

  /// Where it is from, in words: `from /data/mnist`, or `generated from seed 1`.
  var provenance: String { files.isEmpty ? origin : "from \(origin)" }
}

/// The version of the program.
public enum Version {
  /// The version, as `--version` prints it and every run records it.
  public static let current = "0.1.0"
}
