internal import Foundation
internal import StrataClassifiers
package import StrataDatasets
internal import StrataDrawings
internal import StrataFiles
internal import StrataInference
internal import StrataLayerGraph
internal import StrataLinearAlgebra
package import StrataReports
package import StrataRuns
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

  let stage: Stage
  let runs: [RunFolder]

  /// An evaluation with a user's options.
  ///
  /// - Parameters:
  ///   - names: fine-tuned or baseline runs, by name or path; none for the newest fine-tuned one.
  ///   - dataset: the examples, when they are loaded already.
  /// - Throws: `InputError` when there is no such run, or it has no model.
  package init(
    _ options: PipelineOptions, runs names: [String] = [], dataset: Dataset? = nil, console: Console
  ) throws {
    let store = try options.store(console)
    runs =
      try names.isEmpty
      // The error of a folder without any names the runs that are not finished.
      ? [store.newestClassifier() ?? store.newest(.finetune)]
      : names.map { try store.open($0) }.withoutRepetitions
    let own = try runs[0].ownRecipe(console)
    let recipe = try RecipeScope.models.resolve(
      options.recipe(inherited: own), with: own, of: runs[0].name)
    let data = try dataset.map { (options, $0) } ?? options.data(of: runs[0].record, recipe)
    stage = try Stage(options: data.0, recipe: recipe, dataset: data.1, console: console)
    if names.isEmpty {
      console.say("evaluating", "the newest \(runs[0].record.stage.noun) run, \(runs[0].name)")
    }
  }

  /// Evaluates.
  ///
  /// - Throws: an `Interruption` when somebody asks to stop while the baseline is trained.
  package func run() throws -> Outcome {
    for run in runs {
      _ = try kind(of: run)
      try requireTest(for: run)
      try requireUnseenTest(of: run)
      // What cannot be measured is said before the baseline is trained.
      try Model(run.checkpoint(.best)).examples(of: stage.dataset, as: run.name)
    }
    let controls = try controls()
    var rows: [Measured] = []
    let machine = try linearModel(.linearSVM)
    let linear = try [baseline()] + (machine.run.map { [$0] } ?? [])
    for folder in (linear + controls.runs + runs).withoutRepetitions {
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
    let seen = SeenExamples(stage.dataset)
    let models = try rows.enumerated().map { index, row in
      try self.row(row, seen, name: names[index], baseline: index == 0 ? nil : reference)
    }
    let remarks = controls.remarks + [machine.leftOut].compactMap(\.self) + stage.remarks
    for remark in remarks { stage.console.say("note", remark) }
    let table = AccuracyTable(dataset: described, models: models, remarks: remarks)
    let best = models.indices.min { models[$0].testErrorPercent < models[$1].testErrorPercent } ?? 0
    let confusion = ConfusionReport(
      rows[best].evaluation.confusion, title: models[best].name,
      classNames: rows[best].model.classNames(on: stage.dataset))

    var outcome = Outcome(table: table, confusion: confusion)
    do {
      outcome.run = try keep(outcome, of: rows, best: best)
    } catch let error as InputError where error.kind == .cannotWrite {
      stage.console.say("note", "the table is not kept: \(error.wordsOfProgram)")
    }
    return outcome
  }

  /// The newest logistic regression of this recipe on the same examples, or one that is trained on the spot.
  private func baseline() throws -> RunFolder {
    let search = try linearModel(.logisticRegression)
    if let run = search.run { return run }
    if let leftOut = search.leftOut { stage.console.say("note", leftOut) }
    stage.console.say("baseline", "none yet of this recipe on these examples: it is trained now")
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

  var command: String { stage.options.command("evaluate", runs.map(\.name)) }

  private func evaluate(_ model: Model, of run: RunFolder) throws -> Evaluation {
    let graph = try model.requireClassifier().graph
    try stage.dataset.requireWidth(graph.inputWidth, of: run.name)
    try stage.foresee(
      memory: {
        try MemoryForecast(
          evaluating: graph, on: stage.dataset, arithmetic: stage.options.execution.arithmetic,
          resident: $0)
      }, section: "evaluation")
    return try model.evaluate(on: stage.dataset, as: run.name, execution: stage.options.execution)
  }

  private func row(
    _ row: Measured, _ seen: SeenExamples, name: String, baseline: Evaluation?
  ) throws -> AccuracyTable.Model {
    let (run, model) = (row.run, row.model)
    try check(run)
    let lineage = Lineage(of: run)
    let notes =
      differences(of: run, seen) + lineage.notes + (run.record.findings ?? []).map(\.text)
      + [run.record.convergenceNote, run.record.arithmeticNote].compactMap(\.self)
    for note in notes { stage.console.say("note", "\(run.name) \(note)") }
    return AccuracyTable.Model(
      name: name, kind: try kind(of: run), evaluation: row.evaluation, baseline: baseline,
      validationError: validationError(of: run),
      parameters: try model.requireClassifier().graph.parameterCount,
      trainingSeconds: lineage.trainingSeconds, command: lineage.command,
      run: run.name, note: notes.isEmpty ? nil : notes.joined(separator: "; "))
  }

  /// Throws where a run's training kept nothing for a test: nothing of its data is left that it has not learned from.
  private func requireTest(for run: RunFolder) throws(InputError) {
    let dataset = run.record.dataset
    guard dataset.test == 0, dataset.sha256 == stage.dataset.sha256 else { return }
    throw InputError(
      .missingInput, at: run.url.relativePath, expected: "a run that kept examples for the test",
      found: "one that has learned from all of them",
      advice: """
        measure it on others: mnist-pipeline evaluate --model \(run.url.relativePath.shellQuoted) --dataset PATH; or \
        pretrain and fine-tune anew with data.test
        """)
  }

  /// Throws where the test examples may be among those that a run learned from, in pretraining or after it.
  private func requireUnseenTest(of run: RunFolder) throws(InputError) {
    let here = stage.dataset.forRecord
    let learned = [run.record.dataset] + (run.record.origin.map { [$0.dataset] } ?? [])
    guard learned.contains(where: here.mayTestOnExamples) else { return }
    throw InputError(
      .recipe, at: run.url.relativePath,
      expected:
        "a run whose data were divided as those of this table are, so that it has seen none of the test examples",
      found: "one whose data were divided otherwise",
      advice: "evaluate it by itself, without keys of the division (split, data.split_seed, data.test)")
  }

  /// In what the examples that a run learned from differ from those of this evaluation, as what the run did.
  private func differences(of run: RunFolder, _ seen: SeenExamples) -> [String] {
    let (there, here) = (run.record.dataset, stage.dataset.forRecord)
    // A run of an older version has no model that knows it.
    let learned = try? run.wholeModel().learnedRows
    if there.sha256 != here.sha256 {
      let name = there.name == here.name ? "other files of the name \(there.name)" : there.name
      return [seen.note(on: learned, trainedOn: name)]
    }
    let division: String? =
      if (there.train, there.validation) != (here.train, here.validation) {
        "was trained on \(String(grouped: there.train)) examples and chosen by \(String(grouped: there.validation)), "
          + "not by the \(String(grouped: here.train)) and \(String(grouped: here.validation)) of this table"
      } else {
        here.learnsFromTheSame(as: there) ? nil : "was trained on others of these examples than this table's"
      }
    return [division, seen.note(on: learned)].compactMap(\.self)
  }

  /// What kind of model a run leaves. Throws when it leaves none that predicts.
  private func kind(of run: RunFolder) throws -> ModelKind {
    if let kind = run.record.model { return kind }
    throw InputError(
      .usage, at: run.url.relativePath, expected: "a fine-tuned or baseline run",
      found: "a run of \(run.record.stage.rawValue)", advice: "name another run, or none for the newest")
  }

  /// The validation error as a count out of a count.
  private func validationError(of run: RunFolder) -> Proportion? {
    run.record.validationErrors.map { Proportion($0, of: run.record.dataset.validation) }
  }

  /// More images than this are a slip of the pen.
  private static let mostImages = 1 << 32

  /// Throws where a record, which anybody may have edited, says what cannot be.
  private func check(_ run: RunFolder) throws {
    let record = run.record
    let isPossible =
      (0...Self.mostImages).contains(record.dataset.validation)
      && [record.trainingSeconds, record.origin?.trainingSeconds ?? 0].allSatisfy { $0.isFinite && $0 >= 0 }
      && record.validationErrors.map {
        (1...1 << 30).contains(record.dataset.validation) && (0...record.dataset.validation).contains($0)
      } ?? true
    guard !isPossible else { return }
    throw InputError(
      .malformedData, at: run.file("run.json").relativePath,
      expected: "seconds of 0 or more, and no more errors than examples",
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
    let units = graph.nodes.filter { $0.role == .encoder }.compactMap { try? graph.width(of: $0.name) }
    let shape =
      Set(units).count == 1
      ? "\(units.count) × \(units[0])" : units.map { "\($0)" }.joined(separator: "-")
    return isLinear ? title : "\(title), \(shape)"
  }
}
