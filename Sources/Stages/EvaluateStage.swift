internal import Foundation
internal import StrataCheckpoints
internal import StrataClassifiers
package import StrataDatasets
internal import StrataDrawings
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRecipes
package import StrataReports
internal import StrataRuns
package import StrataSession

/// The accuracy table: the baseline, the same shape from random weights, and each run, read from their
/// folders and measured on the test images.
package struct EvaluateStage: Sendable {
  /// The outcome.
  package struct Outcome: Sendable {
    /// The table.
    package let table: AccuracyTable
    /// The confusion matrix of the model with the lowest test error.
    package let confusion: ConfusionReport
    /// The evaluation's own run folder, where both are kept.
    package let run: String
  }

  let stage: Stage
  private let runs: [RunFolder]

  /// An evaluation with a user's options.
  ///
  /// - Parameters:
  ///   - names: fine-tuned or baseline runs, by name or path; none for the newest fine-tuned one.
  ///   - dataset: the examples, when they are loaded already.
  /// - Throws: `InputError` when there is no such run, or it has no model.
  package init(
    _ options: PipelineOptions, runs names: [String] = [], dataset: Dataset? = nil, console: Console
  ) throws {
    let store = try options.store()
    runs =
      try names.isEmpty
      ? [store.newest(.finetune) { $0.model == .stackedDenoisingAutoencoder }]
      : names.map { try store.open($0) }
    let recipe = try Recipe(yaml: runs[0].recipe(), at: runs[0].file("recipe.yml").relativePath)
    stage = try Stage(
      options: options, recipe: try options.recipe(inherited: recipe), dataset: dataset,
      console: console)
    if names.isEmpty { console.say("evaluating", "the newest fine-tuned run, \(runs[0].name)") }
  }

  /// Evaluates.
  ///
  /// - Throws: an `Interruption` when somebody asks to stop while the baseline is trained.
  package func run() throws -> Outcome {
    for run in runs { _ = try kind(of: run) }
    var rows: [(run: RunFolder, model: Classifier, evaluation: Evaluation)] = []
    let machine = try linearModel(.linearSVM)
    if let leftOut = machine.leftOut { stage.console.say("note", leftOut) }
    for folder in try [baseline()] + comparisons(machine.run) + runs
    where !rows.contains(where: { $0.run.url == folder.url }) {
      let model = try Classifier(folder.model(.best))
      rows.append((folder, model, try evaluate(model, of: folder)))
    }
    let reference = rows[0].evaluation
    let models = try rows.enumerated().map { index, row in
      try self.row(
        row.run, row.model, row.evaluation, baseline: index == 0 ? nil : reference)
    }
    let table = AccuracyTable(
      dataset: described, models: models, remarks: [machine.leftOut].compactMap(\.self))
    for model in models {
      if let note = model.note { stage.console.say("note", "\(model.name) \(note)") }
    }
    let best = models.indices.min { models[$0].testErrorPercent < models[$1].testErrorPercent } ?? 0
    let confusion = ConfusionReport(
      rows[best].evaluation.confusion, title: models[best].name,
      classNames: stage.dataset.classNames)

    let record = stage.record(.evaluate, command: command, parent: runs[0].name)
    return try stage.withRun(record) { run in
      try run.write(table.markdown, as: "accuracy.md")
      try run.write(try table.json(), as: "accuracy.json")
      try run.write(confusion.markdown, as: "confusion.md")
      try run.write(try confusion.json(), as: "confusion.json")
      try run.update {
        $0.testErrorPercent = models[best].testErrorPercent
        $0.result = "\(String(models[best].testErrorPercent, decimals: 2)) % test error, \(models[best].name)"
      }
      return Outcome(table: table, confusion: confusion, run: run.url.relativePath)
    }
  }

  /// The newest logistic regression of this recipe on the same examples, or one that is trained on the spot.
  private func baseline() throws -> RunFolder {
    let search = try linearModel(.logisticRegression)
    if let run = search.run { return run }
    if let leftOut = search.leftOut { stage.console.say("note", leftOut) }
    stage.console.say("baseline", "none yet of this recipe on these images: it is trained now")
    return try trainedBaseline()
  }

  private func trainedBaseline() throws -> RunFolder {
    do {
      let outcome = try BaselineStage(stage, model: .logisticRegression).run()
      return try stage.store.open(URL(fileURLWithPath: outcome.run).lastPathComponent)
    } catch var interruption as Interruption {
      interruption.commands = [command]
      throw interruption
    }
  }

  private var command: String { stage.options.command("evaluate", runs.map(\.name)) }

  /// What was trained beside the runs on the same examples: the linear SVM, and their shape from scratch.
  private func comparisons(_ machine: RunFolder?) throws -> [RunFolder] {
    var found = machine.map { [$0] } ?? []
    if let scratch = try optional(.finetune, .randomInitialisation) {
      let shape = try scratch.model(.best).architecture
      let same = try runs.contains { try $0.model(.best).architecture == shape }
      if same { found.append(scratch) }
    }
    return found
  }

  private func newest(
    _ stage: RunRecord.Stage, _ model: ModelKind
  ) throws(InputError) -> RunFolder {
    try self.stage.store.newest(stage) {
      $0.model == model && $0.dataset == self.stage.dataset.forRecord
    }
  }

  private func optional(
    _ stage: RunRecord.Stage, _ model: ModelKind
  ) throws(InputError) -> RunFolder? {
    do {
      return try newest(stage, model)
    } catch  where error.kind == .missingInput {
      return nil
    }
  }

  private func evaluate(_ model: Classifier, of run: RunFolder) throws -> Evaluation {
    try stage.dataset.requireWidth(model.graph.inputWidth, of: run.name)
    if run.record.dataset.sha256 != stage.dataset.sha256 {
      stage.console.say(
        "note", "\(run.name) was trained on \(run.record.dataset.name), not on these images")
    }
    try stage.foresee(
      memory: {
        try MemoryForecast(
          evaluating: model.graph, on: stage.dataset, arithmetic: stage.options.execution.arithmetic,
          resident: $0)
      }, section: "evaluation")
    return try model.evaluate(on: stage.dataset.test, execution: stage.options.execution)
  }

  private func row(
    _ run: RunFolder, _ model: Classifier, _ evaluation: Evaluation, baseline: Evaluation?
  ) throws -> AccuracyTable.Model {
    // Runs that belong together lie side by side, wherever they were moved to.
    let neighbours = RunStore(root: run.url.deletingLastPathComponent())
    let parent = try run.record.parent.map { try neighbours.open($0) }
    for run in [run, parent].compactMap(\.self) { try check(run) }
    let kind = try kind(of: run)
    return AccuracyTable.Model(
      name: kind.title(of: model.graph), kind: kind, evaluation: evaluation, baseline: baseline,
      validationError: validationError(of: run), parameters: model.graph.parameterCount,
      trainingSeconds: run.record.trainingSeconds + (parent?.record.trainingSeconds ?? 0),
      command: parent.map { "\($0.record.command) && \(run.record.command)" } ?? run.record.command,
      run: run.name, note: run.record.convergenceNote)
  }

  /// What kind of model a run leaves. Throws when it leaves none that predicts.
  private func kind(of run: RunFolder) throws -> ModelKind {
    if let kind = run.record.model { return kind }
    throw InputError(
      .missingInput, at: run.url.relativePath, expected: "a fine-tuned or baseline run",
      found: "a \(run.record.stage.rawValue) run", advice: "name another run, or none for the newest")
  }

  /// The validation error as a count out of a count.
  private func validationError(of run: RunFolder) -> Proportion? {
    run.record.validationErrors.map { Proportion($0, of: run.record.dataset.validation) }
  }

  /// Throws where a record, which anybody may have edited, says what cannot be.
  private func check(_ run: RunFolder) throws {
    let record = run.record
    let isPossible =
      record.trainingSeconds.isFinite && record.trainingSeconds >= 0
      && record.validationErrors.map {
        (1...1 << 30).contains(record.dataset.validation) && (0...record.dataset.validation).contains($0)
      } ?? true
    guard !isPossible else { return }
    throw InputError(
      .malformedData, at: run.file("run.json").relativePath,
      expected: "seconds of 0 or more, and no more errors than images",
      found: "\(record.trainingSeconds) s, \(record.validationErrors ?? 0) errors of "
        + "\(record.dataset.validation)", advice: "choose another run, or put the file right")
  }

  private var described: AccuracyTable.Dataset {
    let dataset = stage.dataset
    return AccuracyTable.Dataset(
      name: dataset.name, title: dataset.title, sha256: dataset.sha256, train: dataset.train.count,
      validation: dataset.validation.count, test: dataset.test.count)
  }
}

extension ModelKind {
  /// What a table calls a model of this kind: `stacked DAE, 3 × 1000`.
  fileprivate func title(of graph: LayerGraph) -> String {
    let units = graph.nodes.filter { $0.role == "encoder" }.compactMap { try? graph.width(of: $0.name) }
    let shape =
      Set(units).count == 1
      ? "\(units.count) × \(units[0])" : units.map { "\($0)" }.joined(separator: "-")
    return isLinear ? title : "\(title), \(shape)"
  }
}
