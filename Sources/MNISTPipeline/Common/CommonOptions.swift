import ArgumentParser
import Foundation
import StrataLinearAlgebra
import StrataRecipes
import StrataSession

/// Options that every stage has: what is done, where its runs lie, on what, and how it is told.
struct CommonOptions: ParsableArguments {
  @OptionGroup var recipe: RecipeOptions
  @OptionGroup var reading: DataFlags
  @OptionGroup var runs: RunsOption
  @OptionGroup var seed: SeedOption
  @OptionGroup var machine: MachineOptions
  @OptionGroup var quiet: QuietFlag
  @OptionGroup var json: JSONFlag

  /// The options as the library takes them.
  var options: PipelineOptions { PipelineOptions(recipe, reading, runs, seed, machine) }

  /// Where to say what happens.
  var console: Console { quiet.console }

  /// True to print the result as JSON.
  var printsJSON: Bool { json.json }
}

/// A group of options that changes what the library is told.
protocol OptionGroupOfLibrary {
  func apply(to options: inout PipelineOptions)
}

extension PipelineOptions {
  /// The options of some groups: this program's name, and Ctrl-C and its like stop what trains in order.
  init(_ groups: any OptionGroupOfLibrary...) {
    self.init()
    program = ProgramName.ofProcess
    stopRequest = .ofSignals
    standard = .standard
    for group in groups { group.apply(to: &self) }
  }
}

/// The recipe and the data set.
struct RecipeOptions: ParsableArguments, OptionGroupOfLibrary {
  @Option(
    help: ArgumentHelp("Recipe to follow; without it, the default one.", valueName: "file"),
    completion: .recipes)
  var recipe: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Set a key of the recipe; may be repeated. '\(ProgramName.short) recipe' lists them.",
      valueName: "key=value"), completion: .keys)
  var assignments: [String] = []

  @Option(
    help: ArgumentHelp(
      "Data set: mnist, fashion-mnist, synthetic, mnist-rot and its like (\(ShippedFiles.ofProcess.document("recipes.md"))), or the path of your own.",
      valueName: "name"), completion: .dataSets)
  var dataset: String?

  @Option(
    help: ArgumentHelp("Folder that holds the data set's files.", valueName: "dir"), completion: .directory)
  var data: String?

  func apply(to options: inout PipelineOptions) {
    options.recipeFile = recipe
    options.assignments = assignments
    options.dataset = dataset
    options.dataFolder = data
  }
}

/// Where the runs lie.
struct RunsOption: ParsableArguments, OptionGroupOfLibrary {
  @Option(
    help: ArgumentHelp("Folder that holds a folder for every run.", valueName: "dir"), completion: .directory)
  var runs = PipelineOptions.usualRuns

  func apply(to options: inout PipelineOptions) { options.runs = runs }
}

/// What fixes everything random.
struct SeedOption: ParsableArguments, OptionGroupOfLibrary {
  @Option(help: ArgumentHelp("Seed of weights, noise and order; the recipe's is 1.", valueName: "n"))
  var seed: UInt64?

  func apply(to options: inout PipelineOptions) { options.seed = seed }
}

/// How the arithmetic is carried out.
struct MachineOptions: ParsableArguments, OptionGroupOfLibrary {
  @Option(
    help: ArgumentHelp(
      "Threads; without it OMP_NUM_THREADS or SLURM_CPUS_PER_TASK says how many, else one for each "
        + "processor that this process may use.",
      valueName: "n"))
  var threads: Int?

  @Option(help: "Library of matrix products; auto is the fastest of this build.")
  var engine: EngineChoice = .auto

  @Option(
    help: "Precision of the products, float32 unless said; auto is bfloat16 where the processor has it.")
  var precision: PrecisionChoice?

  func validate() throws {
    let counts = Execution.threadCounts
    if let threads, !counts.contains(threads) {
      throw ValidationError("--threads is \(counts.lowerBound) to \(counts.upperBound), not \(threads).")
    }
  }

  func apply(to options: inout PipelineOptions) {
    options.threads = threads
    options.engine = Engine(rawValue: engine.rawValue)
    options.precision = precision.map { choice in
      Precision(rawValue: choice.rawValue).map { .exactly($0) } ?? .automatic
    }
  }
}

/// Less to read.
struct QuietFlag: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Say nothing but the result and errors.")
  var quiet = false

  /// Where to say what happens.
  var console: Console { .standardError(isQuiet: quiet) }
}

/// A result for programs.
struct JSONFlag: ParsableArguments {
  @Flag(help: "Print the result as JSON.")
  var json = false
}

enum EngineChoice: String, CaseIterable, ExpressibleByArgument {
  case auto, openblas, onednn, plain
}

enum PrecisionChoice: String, CaseIterable, ExpressibleByArgument {
  case float32, bfloat16, auto
  case emulatedBFloat16 = "emulated-bfloat16"
}
