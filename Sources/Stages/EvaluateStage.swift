internal import Foundation
package import StrataClassifiers
package import StrataDatasets
internal import StrataFiles
internal import StrataInference
internal import StrataLayerGraph
internal import StrataLinearAlgebra
package import StrataReports
internal import StrataRecipes
package import StrataRuns
package import StrataSession

/// The accuracy table: the baseline, the same shape from random weights, and each run, read from their
/// folders and measured on the test images.
package struct EvaluateStage: Stage {
  /// The outcome.
  package struct Outcome: Sendable {
    /// The table.
    package let table: AccuracyTable
    /// The confusion matrix of the model with the lowest test error.
    package let confusion: ConfusionReport
    /// The evaluation's own run folder, where both are kept; nil where nothing can be written, which is said.
    package var run: String?
    /// What does not look right about the training of the runs.
    package var findings: [RunRecord.Finding] = []
  }

  /// A run and what its model makes of the test examples.
  struct Measured {
    let run: RunFolder
    let model: Model
    let evaluation: Evaluation
  }

  let session: Session
  let runs: [RunFolder]
  /// The linear models to train on the spot where there are none, besides the baseline.
  let missing: Set<ModelKind>

  /// An evaluation with a user's options.
  ///
  /// - Parameters:
  ///   - names: fine-tuned or baseline runs, by name or path; none for the newest fine-tuned one.
  ///   - missing: linear models, of the inputs or on the features of the runs' stacks, to train where there are none yet;
  ///     logistic regression of the inputs is trained anyway.
  ///   - dataset: the examples, when they are loaded already.
  /// - Throws: `InputError` when there is no such run, or it has no model.
  package init(
    _ options: PipelineOptions, runs names: [String] = [], training missing: Set<ModelKind> = [],
    dataset: Dataset? = nil, console: Console
  ) throws {
    self.missing = missing
    let store = try options.store(console)
    runs =
      try names.isEmpty
      // The error of a folder without any names the runs that are not finished.
      ? [store.newestClassifier() ?? store.newest(.finetune)]
      : names.map { try store.open($0) }.withoutRepetitions
    let own = try runs[0].ownRecipe(console)
    var recipe = try RecipeScope.models.resolve(options, with: own, of: runs[0].name)
    let data = try dataset.map { (options, $0) } ?? options.data(of: runs[0], &recipe)
    session = try Session(options: data.0, recipe: recipe, dataset: data.1, console: console)
    if names.isEmpty {
      console.say("evaluating", "the newest \(runs[0].record.stage.noun) run, \(runs[0].name)")
      if let note = store.noteOnUnfinished(newerThan: runs[0]) { console.say("note", note) }
    }
  }

  /// Evaluates.
  ///
  /// - Throws: an `Interruption` when somebody asks to stop while the baseline is trained.
  package func run() throws -> Outcome {
    for run in runs {
      _ = try kind(of: run)
      try run.requireModel()
      try requireTest(for: run)
      try requireUnseenTest(of: run)
      // What cannot be measured is said before the baseline is trained.
      try Model(run.checkpoint(.best)).examples(of: session.dataset, as: run.name)
    }
    let controls = try controls()
    var rows: [Measured] = []
    let linear = try linearModels()
    for folder in (linear.runs + controls.runs + runs).withoutRepetitions {
      let model = try Model(folder.checkpoint(.best))
      rows.append(Measured(run: folder, model: model, evaluation: try evaluate(model, of: folder)))
    }
    let reference = rows[0].evaluation
    let names = RowNames(
      try rows.map { row in
        RowNames.Row(
          title: try kind(of: row.run).title(of: row.model.requireClassifier().graph),
          recipe: row.run.record.recipe,
          seed: row.run.record.seed, run: row.run.name)
      }
    ).unique
    let seen = SeenExamples(session.dataset)
    let models = try rows.enumerated().map { index, row in
      try self.row(row, seen, name: names[index], baseline: index == 0 ? nil : reference)
    }
    let labelled = zip(rows, names).filter { $0.0.run.isOnFineTunedFeatures }.map {
      "\($0.1): its features are those of a network that was fine-tuned, whose layers have seen labels"
    }
    let remarks =
      controls.remarks + linear.remarks + labelled + [leftAside].compactMap(\.self) + session.remarks
    for remark in remarks { session.console.say("note", remark) }
    let table = AccuracyTable(dataset: described, models: models, remarks: remarks)
    let best = models.indices.min { models[$0].testErrorPercent < models[$1].testErrorPercent } ?? 0
    let confusion = ConfusionReport(
      rows[best].evaluation.confusion, title: models[best].name,
      classNames: rows[best].model.classNames(on: session.dataset))

    var outcome = Outcome(table: table, confusion: confusion)
    do {
      outcome.run = try keep(outcome, of: rows, best: best)
    } catch let error as InputError where error.kind == .cannotWrite {
      session.console.say("note", "the table is not kept: \(error.wordsOfProgram)")
    }
    return outcome
  }

  /// That of other data than the runs learned from a part alone is tested on, and how to test on all of them.
  private var leftAside: String? {
    let (dataset, hashes) = (session.dataset, runs.map(\.record.dataset.sha256))
    let rest = dataset.train.count + dataset.validation.count
    guard !hashes.contains(dataset.sha256), rest > 0 else { return nil }
    var options = PipelineOptions()
    (options.program, options.dataset) = (session.options.program, session.options.dataset)
    (options.assignments, options.flags) = (
      session.options.keeping(RecipeKey.reading).assignments, session.options.flags
    )
    let (tested, all) = (String(grouped: dataset.test.count), String(grouped: dataset.test.count + rest))
    let command = options.command("evaluate", ["--model", runs[0].url.relativePath])
    let advice =
      knowsAllClasses
      ? ". A model on all of them: \(command)"
      : "; some are of classes that \(runs[0].name) does not know, and are always mistakes of it"
    return "\(tested) of these \(all) \(dataset.layout.noun) are tested on, as the recipe divides them, "
      + "and the baseline has learned from others of them" + advice
  }

  /// True where the first run's model knows every class of the data.
  private var knowsAllClasses: Bool {
    guard let names = try? Model(runs[0].checkpoint(.best)).classNames else { return true }
    return Set(session.dataset.classNames).isSubset(of: names)
  }

  var command: String { session.options.command("evaluate", runs.map(\.name)) }

  private func evaluate(_ model: Model, of run: RunFolder) throws -> Evaluation {
    let graph = try model.requireClassifier().graph
    try session.dataset.requireWidth(graph.inputWidth, of: run.name)
    try session.foresee(
      memory: {
        try MemoryForecast(
          evaluating: graph, on: session.dataset, arithmetic: session.options.execution.arithmetic,
          resident: $0)
      }, section: "evaluation")
    return try model.evaluate(on: session.dataset, as: run.name, execution: session.options.execution)
  }

  private func row(
    _ row: Measured, _ seen: SeenExamples, name: String, baseline: Evaluation?
  ) throws -> AccuracyTable.Model {
    let (run, model) = (row.run, row.model)
    try check(run)
    let lineage = Lineage(of: run)
    let notes =
      OtherData.notes(on: run, in: session.dataset.forRecord, seen) + lineage.notes
      + (run.record.findings ?? []).map(\.text)
      + [run.unfinishedNote, run.record.convergenceNote, run.record.arithmeticNote].compactMap(\.self)
    for note in notes { session.console.say("note", "\(run.name) \(note)") }
    return AccuracyTable.Model(
      name: name, kind: try kind(of: run), evaluation: row.evaluation, baseline: baseline,
      validationError: validationError(of: run),
      parameters: try model.requireClassifier().graph.parameterCount,
      trainingSeconds: lineage.trainingSeconds, command: lineage.command,
      run: run.name, note: notes.isEmpty ? nil : notes.joined(separator: "; "))
  }

  /// The validation error as a count out of a count.
  private func validationError(of run: RunFolder) -> Proportion? {
    run.record.validationErrors.map { Proportion($0, of: run.record.dataset.validation) }
  }

  private var described: AccuracyTable.Dataset {
    let dataset = session.dataset
    return AccuracyTable.Dataset(
      name: dataset.name, title: dataset.title, sha256: dataset.sha256, train: dataset.train.count,
      validation: dataset.validation.count, test: dataset.test.count)
  }
}

extension ModelKind {
  /// What a table calls a model of this kind: `stacked DAE, 3 × 1000`.
  fileprivate func title(of graph: LayerGraph) -> String {
    let units = graph.nodes.filter { $0.role == .encoder }.compactMap { try? graph.width(of: $0.name) }
    let shape =
      Set(units).count == 1
      ? "\(units.count) × \(units[0])" : units.map { "\($0)" }.joined(separator: "-")
    return isLinear ? title : "\(title), \(shape)"
  }
}
