internal import Foundation
package import StrataCheckpoints
package import StrataClassifiers
internal import StrataCommunication
package import StrataDatasets
internal import StrataDrawings
package import StrataFiles
package import StrataLayerGraph
internal import StrataLinearAlgebra
package import StrataRecipes
internal import StrataReports
package import StrataRuns

/// What the stages of a command share: the user's options, the recipe, the data and the console.
package struct Session: Sendable {
  /// What the user chose.
  package let options: PipelineOptions
  /// The recipe, resolved.
  package let recipe: Recipe
  /// The recipe before anything in it followed from the data.
  private let asked: Recipe
  /// The examples.
  package let dataset: Dataset
  /// What is odd about them, looked at once.
  package let remarks: [String]
  /// Where to say what happens.
  package let console: Console
  /// The folder of runs.
  package let store: RunStore

  /// A session on a data set that is loaded for it, or on one that is there already.
  package init(
    options: PipelineOptions, recipe: Recipe, dataset: Dataset? = nil, console: Console
  ) throws {
    self.options = options
    // Before the data, which may take long: a folder that cannot be had ends the program at once.
    store = try options.store(console)
    self.dataset = try dataset ?? options.load(recipe)
    remarks = self.dataset.remarks.map(\.inProgram)
    asked = recipe
    self.recipe = recipe.resolved(for: self.dataset)
    self.console = console
    try options.execution.check()
    recipe.sayNotes(on: console)
  }

  /// Says what the work is done with.
  ///
  /// - Parameter usesLabels: false where what has no label is learned from too.
  package func sayHeader(_ title: String, usesLabels: Bool = true) {
    let machine = Machine(options.execution)
    console.say(title)
    console.say(
      "data",
      "\(dataset.title): \(String(grouped: usesLabels ? dataset.train.count : dataset.examples.rows)) training, "
        + "\(String(grouped: dataset.validation.count)) validation and "
        + "\(String(grouped: dataset.test.count)) test \(dataset.layout.noun), \(dataset.encoding.title)")
    console.say("", "sha256 \(dataset.sha256.prefix(16))…, \(dataset.provenance)")
    for remark in remarks { console.say("note", remark) }
    console.say("recipe", "\(recipe.name), seed \(recipe.seed)")
    console.say(
      "arithmetic",
      machine.arithmetic.description + (options.group.count > 1 ? ", \(options.group.count) processes" : ""))
    options.sayWarnings(of: machine, on: console)
  }

  /// Throws where several processes are to share batches that nothing cuts for them.
  package func requireShards(_ section: String, _ training: Recipe.Training) throws(InputError) {
    let ranks = options.group.count
    guard ranks > 1, let batch = training.batchSize.values.min() else { return }
    if let shard = training.shard {
      let shards = (batch - 1) / shard + 1
      guard shards < ranks else { return }
      console.say(
        "note",
        "a batch of \(batch) has \(shards) shard\(shards == 1 ? "" : "s") of \(shard), so \(ranks - shards) of the \(ranks) processes have "
          + "nothing to do: take fewer, or smaller shards (\(section).shard), which are other bits")
      return
    }
    throw InputError(
      .recipe, at: "\(section).shard",
      expected: "the examples of a shard, where \(ranks) processes share a batch",
      found: "none",
      advice: """
        --set \(section).shard=\(max(1, batch / ranks)) cuts a batch of \(batch) for them; other shards are other bits
        """)
  }

  /// Says where training takes more epochs than usual, because the data are few and the recipe does not say how many.
  package func sayEpochs(_ section: String, steps: Int) {
    guard let key = RecipeKey.all.first(where: { $0.name == "\(section).epochs" }) else { return }
    guard !recipe.assigned.names.contains(key.name) else { return sayFewSteps(section, key, least: steps) }
    guard key.write(recipe) != key.write(asked) else { return }
    console.say(
      "epochs",
      "\(key.write(recipe)) in place of \(key.write(asked)), for \(String(grouped: steps)) steps on so few examples; "
        + "\(section).epochs chooses")
  }

  /// Says how many epochs so few examples need, where a recipe that was named asks for fewer: it was written for more of
  /// them, and what it says is done all the same.
  private func sayFewSteps(_ section: String, _ key: RecipeKey, least: Int) {
    guard options.recipeFile != nil, !options.sets(key.name) else { return }
    let needed = recipe.needed(for: dataset.examples.rows, labelled: learningCount)
    guard key.write(needed) != key.write(recipe) else { return }
    let steps =
      section == "pretraining"
      ? recipe.pretraining.steps(of: dataset.examples.rows) : recipe.fineTuning.steps(of: learningCount)
    console.say(
      "note",
      "the recipe \(recipe.name) asks for \(key.write(recipe)) epochs, which are \(String(grouped: steps)) "
        + "step\(steps == 1 ? "" : "s") of so few examples, where \(String(grouped: least)) are usual: "
        + "--set \(key.assignment(in: needed)) makes as many")
  }

  /// How many examples fine-tuning learns from.
  package var learningCount: Int { dataset.learningCount(by: recipe) }

  /// Says that examples without a label get one before fine-tuning, where the recipe asks for it.
  package func saySpreading() {
    guard let spreading = recipe.labelSpreading.value else { return }
    guard dataset.unlabelledCount > 0 else {
      console.say(
        "note", "fine_tuning.label_spreading changes nothing: no training example is without a label")
      return
    }
    let others = min(spreading.neighbours, learningCount - 1)
    console.say(
      "labels",
      "spread from \(String(grouped: dataset.train.count)) examples to \(String(grouped: dataset.unlabelledCount)) without one, "
        + "over the \(others) nearest of each by \(spreading.measure.rawValue)")
  }

  /// Says what a graph is made of.
  package func say(_ graph: LayerGraph) {
    console.say("")
    console.say(graph.summary.text)
  }

  /// Where the data lie; nil for generated ones.
  package var dataPlace: String? { dataset.files.isEmpty ? nil : dataset.origin }

  /// A record of a run that begins now.
  package func record(
    _ stage: RunRecord.Stage, command: String, model: ModelKind? = nil,
    parent: String? = nil
  ) -> RunRecord {
    let machine = Machine(options.execution)
    var record = RunRecord(
      stage: stage, command: command, recipe: recipe.name, seed: recipe.seed, arithmetic: machine.arithmetic,
      dataset: dataset.forRecord, model: model, parent: parent, versions: machine.versions)
    record.dataFolder = options.dataFolder
    record.dataPlace = dataPlace
    record.dataRemarks = remarks
    record.isControl = options.isControl ? true : nil
    return record
  }

  /// A checkpoint of a graph, when there is one yet, with what it takes to use it.
  package func checkpoint(_ graph: LayerGraph?) throws -> Checkpoint {
    var checkpoint = try graph.map { try Checkpoint($0) } ?? Checkpoint()
    try checkpoint.keep(dataset.encoding, as: "encoding")
    try checkpoint.keep(dataset.classNames, as: "class_names")
    try checkpoint.keep(dataset.sha256, as: "dataset_sha256")
    try checkpoint.keep(recipe.yaml, as: "recipe")
    try checkpoint.keep(recipe.seed, as: "seed")
    try checkpoint.keep(Machine(options.execution).versions, as: "versions")
    return checkpoint
  }
}

extension Recipe {
  /// The recipe with what follows from the data: as many epochs as they need, and how they were divided.
  package func resolved(for dataset: Dataset) -> Recipe {
    var recipe = scaled(to: dataset.examples.rows, labelled: dataset.learningCount(by: self))
    recipe.split = dataset.split == .last ? .last : .seed
    return dataset.encoding.isWithinUnit ? recipe : recipe.suitingAnyNumbers()
  }

  /// Says what there is to say of how it was written.
  package func sayNotes(on console: Console) {
    for note in notes.texts { console.say("note", note) }
  }
}

extension Dataset {
  /// The examples, as a record names them.
  package var forRecord: RunRecord.Dataset {
    RunRecord.Dataset(
      name: name, sha256: sha256, train: train.count, validation: validation.count, test: test.count,
      unlabelled: unlabelledCount,
      parts: partHashes.map { RunRecord.Dataset.Parts(learning: $0.learning, test: $0.test) })
  }

  /// Where it is from, in words: `from /data/mnist`, or `generated from seed 1`.
  package var provenance: String { files.isEmpty ? origin : "from \(origin)" }
}
