internal import Foundation
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataFiles
internal import StrataInference
internal import StrataLayerGraph
internal import StrataRecipes
internal import StrataReports
package import StrataSession

/// The test error of one model by itself: of a file, wherever it is from.
package struct EvaluateModelStage: Stage {
  private let session: Session
  private let source: ModelSource

  /// A model on the data of a user's options; without any, on those that it was trained on, if they have a name.
  ///
  /// What the files keep apart for tests is taken, or of files that keep nothing apart all that has a label. Of the very
  /// data that the model was trained on, it is what its training kept for tests.
  ///
  /// - Parameter name: the model's file, or a run by name or path.
  /// - Throws: `InputError` when there is no such model, or no data.
  package init(_ options: PipelineOptions, model name: String, console: Console) throws {
    let asked = try options.recipe(of: "evaluate --model", setting: RecipeKey.reading.union(["dataset"]))
    source = try ModelSource(name, options, console: console)
    let recipe = try Self.recipe(asked, options, source)
    var dataset = try options.loadForTests(
      recipe, label: source.model.learnedLabel, columns: source.model.columnNames)
    let provenance = source.model.provenance
    if dataset.sha256 == provenance.datasetHash, let own = provenance.recipe {
      var trained = try Recipe(ofRun: own, at: source.place)
      trained.dataset = recipe.dataset
      (trained.data.imageSize, trained.data.fit, trained.data.isStretched) = (
        recipe.data.imageSize, recipe.data.fit, recipe.data.isStretched
      )
      dataset = try options.load(trained)
    }
    // What there is to say of the numbers is said of what the model reads.
    dataset = try dataset.read(as: source.model.encoding, by: source.place)
    session = try Session(options: options, recipe: recipe, dataset: dataset, console: console)
  }

  /// The user's recipe, on the model's own data where none are named, with pictures made into images as its training made
  /// them where nothing else is said.
  private static func recipe(_ asked: Recipe, _ options: PipelineOptions, _ source: ModelSource) throws
    -> Recipe
  {
    var own = asked
    if let preparation = source.model.encoding.preparation {
      own.data.imageSize = .pixels(height: preparation.height, width: preparation.width)
      (own.data.fit, own.data.isStretched) = (preparation.fit, preparation.isStretched)
    }
    let keys = RecipeKey.all.filter { ["data.image_size", "data.fit", "data.stretch"].contains($0.name) }
    var recipe = try asked.inheriting(keys, from: own)
    guard options.dataset == nil, !asked.assigned.names.contains("dataset") else { return recipe }
    guard let name = source.model.provenance.dataset, DatasetName.names.contains(name) else {
      throw InputError(
        .usage, at: "evaluate", expected: "data to measure \(source.place) on", found: "none named",
        advice: "name them: --dataset PATH")
    }
    recipe.dataset = name
    return recipe
  }

  /// What there is to say of the examples. Of other data than its own nothing was learned from, so that all of them are
  /// test examples.
  private func remarks(of dataset: Dataset, isOwn: Bool) -> [String] {
    if isOwn { return session.remarks }
    let present = Set(dataset.test.labels.filter { $0 >= 0 }.map { dataset.classNames[Int($0)] })
    let absent = source.model.classNames.filter { !present.contains($0) }
    return dataset.remarksOnTests.map(\.inProgram)
      + (absent.isEmpty
        ? []
        : [
          "none of the \(dataset.layout.noun) is of the class\(absent.count == 1 ? "" : "es") "
            + "\(absent.listed()), which the model knows"
        ])
  }

  /// The table with its row, and the confusion matrix; nothing is kept.
  package func run() throws -> EvaluateStage.Outcome {
    let (model, dataset) = (source.model, session.dataset)
    let evaluation = try model.evaluate(on: dataset, as: source.place, execution: session.options.execution)
    let graph = try model.requireClassifier().graph
    let kind = model.kind ?? .stackedDenoisingAutoencoder
    let (errors, count) = (model.provenance.validationErrors, model.provenance.validationCount)
    let isOwn = model.provenance.datasetHash == dataset.sha256
    let (seen, learned) = (SeenExamples(dataset), model.learnedRows)
    let note =
      isOwn
      ? seen.note(on: learned) : seen.note(on: learned, trainedOn: model.provenance.dataset ?? "other data")
    if let note { session.console.say("note", "\(source.place) \(note)") }
    let row = AccuracyTable.Model(
      name: source.place, kind: kind, evaluation: evaluation, baseline: nil,
      validationError: errors.flatMap { errors in count.map { Proportion(errors, of: $0) } },
      parameters: graph.parameterCount, trainingSeconds: nil,
      command: session.options.command("evaluate", ["--model", source.place]), note: note)
    let table = AccuracyTable(
      // Of other data than its own nothing was trained on.
      dataset: AccuracyTable.Dataset(
        name: dataset.name, title: dataset.title, sha256: dataset.sha256,
        train: isOwn ? dataset.train.count : 0,
        validation: isOwn ? dataset.validation.count : 0, test: dataset.test.count),
      models: [row], remarks: remarks(of: dataset, isOwn: isOwn))
    try dataset.requireIntact()
    return EvaluateStage.Outcome(
      table: table,
      confusion: ConfusionReport(
        evaluation.confusion, title: source.place, classNames: model.classNames(on: dataset)))
  }
}
