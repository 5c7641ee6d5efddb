internal import Foundation
package import StrataCommunication
package import StrataDatasets
internal import StrataFiles
package import StrataLinearAlgebra
package import StrataRecipes

/// What a user chose on the command line, the same for every stage.
package struct PipelineOptions: Sendable {
  /// The recipe's file, or the name of one that comes with the program; nil for the stage's own choice.
  package var recipeFile: String?
  /// The recipe where nobody names one.
  package var standard = Recipe()
  /// Recipe keys set one by one: `key=value`.
  package var assignments: [String] = []
  /// Keys that were set by flags which are short for them, such as `--image-size`.
  package var flags: [KeyFlag] = []
  /// A data set in place of the recipe's.
  package var dataset: String?
  /// The folder where the data set's files lie.
  package var dataFolder: String?
  /// The folder that holds the runs.
  package var runs = Self.usualRuns
  /// The one that holds them where nobody names another.
  package static let usualRuns = "runs"
  /// A seed in place of the recipe's.
  package var seed: UInt64?
  /// The number of threads; nil for that of `Processors.current`.
  package var threads: Int?
  /// The time between checkpoints within an epoch; zero for one after every step.
  package var checkpointInterval = Self.defaultCheckpointInterval
  /// The source of requests to stop, such as signals; by default there are none.
  package var stopRequest = StopRequest()

  /// A minute: what a crash costs at most.
  package static let defaultCheckpointInterval = Duration.seconds(60)

  /// What comes with the program: recipes that can be named, and a model.
  package var shipped = ShippedFiles.ofProcess

  /// The words that call the program, as the commands that it prints have them.
  package var program = ProgramName.ofPackage

  /// The library behind the products; nil for the fastest of this build.
  package var engine: Engine?
  /// The precision of the products; nil for float32, or for that of a run that goes on.
  package var precision: PrecisionChoice?

  /// A flag that is short for a key of the recipe: `--image-size 28x28` for `data.image_size=28x28`.
  package struct KeyFlag: Sendable, Equatable {
    let name, key: String
    /// What follows the flag; nil for one that is there or not.
    let value: String?

    /// A flag that was given.
    package init(_ name: String, _ key: String, _ value: String? = nil) {
      (self.name, self.key, self.value) = (name, key, value)
    }
  }

  /// A precision by name, or the machine's own.
  package enum PrecisionChoice: Sendable, Equatable {
    /// bfloat16 where it is possible, otherwise float32.
    case automatic
    /// This one.
    case exactly(Precision)
  }

  /// True for a training that another is to be compared with.
  package var isControl = false

  /// The processes that train together.
  package var group = ProcessGroup.alone

  /// The defaults.
  package init() {}

  /// How the arithmetic is carried out.
  package var execution: Execution {
    let engine = engine ?? .best
    let precision: Precision =
      switch precision {
      case nil: .float32
      case .exactly(let precision): precision
      case .automatic:
        Arithmetic(engine: engine, precision: .bfloat16).isPossible ? .bfloat16 : .float32
      }
    var execution = Execution(engine: engine, precision: precision, threads: threads)
    execution.group = group
    return execution
  }

  /// The recipe: the file's, or else `inherited`, or else the standard one, with what was set on the command line.
  ///
  /// Where nobody names data, they are the inherited ones, read in the same way.
  package func recipe(inherited: Recipe? = nil) throws -> Recipe {
    var recipe = inherited ?? standard
    if let recipeFile {
      recipe = try Recipe(contentsOf: shipped.recipe(recipeFile))
      if let inherited, !recipe.assigned.names.contains("dataset"), !says("dataset") {
        let keys = RecipeKey.all.filter { $0.name == "dataset" || RecipeKey.reading.contains($0.name) }
        recipe = try recipe.inheriting(keys, from: inherited)
      }
    }
    for assignment in assignments { try recipe.set(assignment) }
    for flag in flags {
      try requireOnce(flag.name, flag.key)
      try recipe.set(flag.key, to: flag.value ?? "true", by: flag.name)
    }
    if let dataset {
      try requireOnce("--dataset", "dataset")
      recipe.dataset = dataset
    }
    if let seed {
      try requireOnce("--seed", "seed")
      try recipe.set("seed=\(seed)")
    }
    try recipe.check()
    return recipe
  }

  /// Throws where a flag says what `--set` says too.
  private func requireOnce(_ flag: String, _ key: String) throws(InputError) {
    guard sets(key) else { return }
    throw InputError(
      .usage, at: flag, expected: "\(key) once", found: "it again by --set \(key)", advice: "leave one out")
  }

  /// The data set of a recipe.
  package func load(_ recipe: Recipe) throws -> Dataset { try load(recipe, recipe.loading) }

  /// The data set of a recipe with no image kept for validation.
  package func loadUndivided(_ recipe: Recipe) throws -> Dataset {
    var loading = recipe.loading
    loading.division.validation = 0
    return try load(recipe, loading)
  }

  /// The data set of a recipe to test a model on.
  ///
  /// - Parameters:
  ///   - label: the column of labels that the model knows; nil where it has one of the usual names.
  ///   - columns: what the model's inputs are called; nil where they have no names.
  package func loadForTests(
    _ recipe: Recipe, label: ReadingOptions.LearnedLabel?, columns: [String]?
  ) throws -> Dataset {
    var loading = recipe.loading
    loading.isForTestsAlone = true
    loading.reading.learnedLabel = label
    loading.reading.columns = columns
    return try load(recipe, loading)
  }

  private func load(_ recipe: Recipe, _ loading: LoadingOptions) throws -> Dataset {
    var loading = loading
    if recipeFile == nil {
      let said = Set(assignments.map { String($0.prefix { $0 != "=" }) } + flags.map(\.key))
      loading.reading.inherited = Set(
        ReadingOptions.Choice.allCases.filter { !said.contains("data.\($0.rawValue)") })
    }
    if recipe.data.storage == .automatic, let memory = MachineMemory() {
      loading.reading.largestInMemory = min(loading.reading.largestInMemory, memory.capacity / 2)
    }
    return try Dataset.load(
      DatasetName(recipe.dataset), from: dataFolder.map { try URL(userPath: $0, isDirectory: true) }, loading,
      environment: ProcessInfo.processInfo.environment)
  }

  /// True when somebody said which data are to be taken: on the command line, by a recipe that names another set than
  /// the default one, or by the environment variable for that one's folder.
  package func namesData(_ recipe: Recipe) -> Bool {
    dataset != nil || dataFolder != nil || assignments.contains { $0.hasPrefix("dataset=") }
      || recipe.dataset != Recipe().dataset
      || PublishedDataset.mnist.isNamed(in: ProcessInfo.processInfo.environment)
  }

  /// The command line that does a stage again, from the newest run of the stage before.
  package func command(_ verb: String, _ more: [String] = []) -> String {
    var words = program + [verb] + more
    func add(_ name: String, _ value: String?) {
      if let value { words += [name, value] }
    }
    add("--recipe", recipeFile)
    for assignment in assignments { add("--set", assignment) }
    for flag in flags { words += [flag.name] + (flag.value.map { [$0] } ?? []) }
    add("--dataset", dataset)
    add("--data", dataFolder)
    add("--seed", seed.map { String($0) })
    add("--threads", threads.map { String($0) })
    add("--engine", engine?.rawValue)
    add("--precision", precision?.word)
    if runs != Self.usualRuns { add("--runs", runs) }
    return words.map(\.shellQuoted).joined(separator: " ")
  }

  /// How often checkpoints are written, where that is not as usual.
  package var checkpointArguments: [String] {
    checkpointInterval == Self.defaultCheckpointInterval
      ? [] : ["--checkpoint-every", "\(checkpointInterval / .seconds(60))"]
  }

  /// The command line that goes on with a run; all that it does not say is in the run's record.
  package func resumeCommand(_ verb: String, run: String) -> String {
    let words = program + [verb, "--resume", run] + checkpointArguments
    return words.map(\.shellQuoted).joined(separator: " ")
  }

}

extension PipelineOptions.PrecisionChoice {
  /// As the command line has it.
  fileprivate var word: String {
    switch self {
    case .automatic: "auto"
    case .exactly(let precision): precision.rawValue
    }
  }
}
