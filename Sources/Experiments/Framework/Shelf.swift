internal import Foundation
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataFiles
internal import StrataPretraining
internal import StrataRecipes
internal import StrataSession

/// The data sets and models of a session, so that several experiments share what they have in common.
///
/// A stack is made layer by layer from the stack below it, so that one of three layers is also the beginning
/// of one of four: the same bits as when it is trained in one go.
final class Shelf {
  /// Where networks are kept for other processes, and those of others are found; nil where nothing is shared.
  private let archive: Archive?
  private var datasets: [LabelledKey: Dataset] = [:]
  private var stacks: [StackKey: LayerGraph] = [:]
  private var classifiers: [ClassifierKey: Classifier] = [:]
  /// What has been kept there, or found.
  private var used: [Archive.Key] = []
  /// What a reader must know of linear classifiers that did not converge.
  private(set) var remarks: [String] = []

  init(archive: Archive? = nil) { self.archive = archive }

  /// Takes away what was kept, once nobody needs it any more.
  func discardArchive() throws { try archive?.remove(used) }

  /// The examples, whichever of them have labels.
  private struct DatasetKey: Hashable {
    let name: String
    let validation: ValidationSize
    let limit: ExampleLimit
    let split: Recipe.Split
    let data: Recipe.DataChoices

    init(_ recipe: Recipe) {
      name = recipe.dataset
      validation = recipe.validation
      limit = recipe.limit
      split = recipe.split
      var data = recipe.data
      data.labelsSeed = 0
      self.data = data
    }
  }

  /// The examples with the labels that are kept.
  private struct LabelledKey: Hashable {
    let dataset: DatasetKey
    let labels: ExampleLimit
    let labelsSeed: UInt64

    init(_ recipe: Recipe) {
      dataset = DatasetKey(recipe)
      labels = recipe.labels
      labelsSeed = recipe.labels == .all ? 0 : recipe.data.labelsSeed
    }
  }

  private struct StackKey: Hashable {
    let dataset: DatasetKey
    let layers: [GreedyPretraining.Layer]
    let seed: UInt64
  }

  private struct ClassifierKey: Hashable {
    /// The stack, or its shape when the network begins at random.
    let stack: StackKey
    let examples: LabelledKey
    let isPretrained: Bool
    let fineTuning: FineTuning
    let disturbance: Recipe.Disturbance
  }

  func dataset(of recipe: Recipe, _ options: PipelineOptions) throws -> Dataset {
    let key = LabelledKey(recipe)
    if let known = datasets[key] { return known }
    let dataset = try options.load(recipe)
    datasets[key] = dataset
    return dataset
  }

  /// The stack of a recipe, decoders included.
  func stack(of recipe: Recipe, seed: UInt64, _ options: PipelineOptions) throws -> LayerGraph {
    try archived("stack", recipe, without: Self.keysAfterPretraining, seed: seed, options) {
      try pretrained(recipe, seed: seed, options)
    }
  }

  private func pretrained(_ recipe: Recipe, seed: UInt64, _ options: PipelineOptions) throws -> LayerGraph {
    let layers = try recipe.greedyPretraining().layers
    let images = try dataset(of: recipe, options).examples
    var stack: LayerGraph?
    for count in 1...layers.count {
      let key = StackKey(dataset: DatasetKey(recipe), layers: Array(layers.prefix(count)), seed: seed)
      stack =
        try stacks[key]
        ?? GreedyPretraining(layers: key.layers).fit(
          images, seed: seed, from: .init(stack: stack, layer: count - 1),
          keeping: codeStorage(recipe, options), execution: options.execution
        ) { _ in try options.stopRequest.check() }
      stacks[key] = stack
    }
    guard let stack else { preconditionFailure("a recipe is checked to have layers") }
    return stack
  }

  /// Where the codes of finished layers are kept: beside the runs where the recipe says that they are to lie on the disk.
  private func codeStorage(_ recipe: Recipe, _ options: PipelineOptions) throws
    -> GreedyPretraining.CodeStorage
  {
    guard recipe.data.storage == .disk else { return .memory }
    let folder = try URL(userPath: options.runs, isDirectory: true)
    try Folders.make(folder)
    return .folder(folder)
  }

  /// The recipe's network before it is fine-tuned: on its stack, or on one of random weights.
  func network(
    of recipe: Recipe, isPretrained: Bool, seed: UInt64, _ options: PipelineOptions
  ) throws -> LayerGraph {
    let dataset = try dataset(of: recipe, options)
    let stack =
      try isPretrained
      ? stack(of: recipe, seed: seed, options)
      : recipe.greedyPretraining().untrained(inputs: dataset.width, seed: seed)
    return try recipe.network(on: stack.droppingDecoders(), classes: dataset.classes)
  }

  /// The recipe's network, fine-tuned from its stack or from random weights.
  func classifier(
    of recipe: Recipe, isPretrained: Bool, seed: UInt64, _ options: PipelineOptions
  ) throws -> Classifier {
    let pretraining = try recipe.greedyPretraining()
    let fineTuning = try recipe.fineTuningRecipe()
    let key = ClassifierKey(
      stack: StackKey(dataset: DatasetKey(recipe), layers: pretraining.layers, seed: seed),
      examples: LabelledKey(recipe), isPretrained: isPretrained, fineTuning: fineTuning,
      disturbance: recipe.disturbance)
    if let known = classifiers[key] { return known }
    let dataset = try dataset(of: recipe, options)
    let kind = isPretrained ? "network" : "network-from-scratch"
    // The stack below may have been kept, too, when the network was not yet.
    if isPretrained {
      _ = try place("stack", recipe, without: Self.keysAfterPretraining, seed: seed, options)
    }
    let tuned = try Classifier(
      archived(kind, recipe, without: Self.firstSeed, seed: seed, options) {
        let network = try self.network(of: recipe, isPretrained: isPretrained, seed: seed, options)
        return try fineTuning.fit(
          network, to: dataset.learningExamples(by: recipe), validation: dataset.validation, seed: seed,
          execution: options.execution
        ) { _ in try options.stopRequest.check() }.classifier.graph
      })
    classifiers[key] = tuned
    return tuned
  }

  /// A network of the archive, or where nothing is shared the one that `compute` comes to.
  private func archived(
    _ kind: String, _ recipe: Recipe, without left: Set<String> = [], seed: UInt64,
    _ options: PipelineOptions,
    _ compute: () throws -> LayerGraph
  ) throws -> LayerGraph {
    guard let (archive, key) = try place(kind, recipe, without: left, seed: seed, options) else {
      return try compute()
    }
    return try archive.graph(key, compute)
  }

  /// Figures of the archive, or where nothing is shared those that `compute` comes to.
  ///
  /// - Parameter numbers: what they are of, where that is not the recipe's data set.
  func figures<Figures: Codable>(
    _ kind: String, of recipe: Recipe, without left: Set<String> = [], seed: UInt64,
    on numbers: @autoclosure () -> Matrix? = nil,
    _ options: PipelineOptions, _ compute: () throws -> Figures
  ) throws -> Figures {
    guard let (archive, key) = try place(kind, recipe, without: left, seed: seed, on: numbers(), options)
    else {
      return try compute()
    }
    return try archive.value(key, compute)
  }

  /// The recipe's own seed is the first of a range: what another one led to does not depend on where the range begins.
  private static let firstSeed: Set = ["seed"]

  /// What a stack does not depend on, so that one serves whatever is done with it.
  private static let keysAfterPretraining = Set(
    RecipeKey.all.map(\.name).filter {
      ["name", "seed", "labels", "data.labels_seed"].contains($0) || $0.hasPrefix("fine_tuning.")
        || $0.hasPrefix("baseline.")
    })

  /// Where a result is kept; nil where nothing is shared.
  ///
  /// - Parameter numbers: what is learned from, where that is not the recipe's data set.
  private func place(
    _ kind: String, _ recipe: Recipe, without left: Set<String> = [], seed: UInt64,
    on numbers: @autoclosure () -> Matrix? = nil, _ options: PipelineOptions
  ) throws -> (Archive, Archive.Key)? {
    try archive.map { archive in
      let data = try numbers().map { sha256(of: [$0.elements]) } ?? dataset(of: recipe, options).sha256
      let key = archive.key(kind, recipe, without: left, dataset: data, seed: seed)
      used.append(key)
      return (archive, key)
    }
  }

  /// The stack of a recipe on numbers that are no data set of its own.
  func stack(
    of recipe: Recipe, on numbers: Matrix, seed: UInt64, execution: Execution, _ options: PipelineOptions
  ) throws -> LayerGraph {
    func fit() throws -> LayerGraph {
      try recipe.greedyPretraining().fit(numbers, seed: seed, execution: execution) { _ in
        try options.stopRequest.check()
      }
    }
    guard
      let (archive, key) = try place(
        "stack", recipe, without: Self.keysAfterPretraining, seed: seed, on: numbers, options)
    else { return try fit() }
    return try archive.graph(key, fit)
  }

  /// Logistic regression on the data set's pixels.
  func logisticRegression(_ recipe: Recipe, _ options: PipelineOptions) throws -> Classifier {
    let dataset = try dataset(of: recipe, options)
    var fitted: Classifier?
    func fit() throws -> Classifier {
      if let fitted { return fitted }
      let classifier = try recipe.logisticRegression.fit(
        dataset.train, classes: dataset.classes, execution: options.execution
      ) { _ in try options.stopRequest.check() }
      fitted = classifier
      return classifier
    }
    let kind = "logistic-regression"
    let seed = recipe.data.labelsSeed
    let note = try figures("\(kind)-note", of: recipe, without: Self.firstSeed, seed: seed, options) {
      try fit().convergence?.note
    }
    let graph = try archived(kind, recipe, without: Self.firstSeed, seed: seed, options) { try fit().graph }
    remark(note, "logistic regression on \(dataset.width) features")
    return try Classifier(graph)
  }

  /// Takes down that a linear classifier did not converge, if so.
  func remark(_ note: String?, _ name: String) {
    if let note { remarks.append("\(name) \(note).".capitalizedSentence) }
  }
}

extension String {
  /// With a capital letter at the start.
  var capitalizedSentence: String { prefix(1).uppercased() + dropFirst() }
}
