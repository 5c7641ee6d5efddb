import ArgumentParser
import Foundation
import LinearAlgebra
import Pipeline

/// Options that every stage has.
struct CommonOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Recipe to follow; without it, the default one.", valueName: "file"))
  var recipe: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Set a key of the recipe; may be repeated. 'mnist-pipeline recipe' lists them.",
      valueName: "key=value"))
  var assignments: [String] = []

  @Option(
    help: ArgumentHelp(
      "Data set: mnist, fashion-mnist, synthetic, or a folder.", valueName: "name"))
  var dataset: String?

  @Option(help: ArgumentHelp("Folder that holds the data set's files.", valueName: "dir"))
  var data: String?

  @Option(help: ArgumentHelp("Folder that holds a folder for every run.", valueName: "dir"))
  var runs = "runs"

  @Option(help: ArgumentHelp("Seed of weights, noise and order; the recipe's is 1.", valueName: "n"))
  var seed: UInt64?

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

  @Flag(name: .shortAndLong, help: "Say nothing but the result and errors.")
  var quiet = false

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    let counts = Execution.threadCounts
    if let threads, !counts.contains(threads) {
      throw ValidationError("--threads is \(counts.lowerBound) to \(counts.upperBound), not \(threads).")
    }
  }

  /// The options as the library takes them: Ctrl-C and SIGTERM stop what trains in order.
  var options: PipelineOptions {
    var options = PipelineOptions()
    options.recipeFile = recipe
    options.assignments = assignments
    options.dataset = dataset
    options.dataFolder = data
    options.runs = runs
    options.seed = seed
    options.threads = threads
    options.stopRequest = .ofSignals
    options.engine = Engine(rawValue: engine.rawValue)
    options.precision = precision.map { choice in
      Precision(rawValue: choice.rawValue).map { .exactly($0) } ?? .automatic
    }
    return options
  }

  /// Where to say what happens.
  var console: Console { .standardError(isQuiet: quiet) }
}

enum EngineChoice: String, CaseIterable, ExpressibleByArgument {
  case auto, openblas, onednn
}

enum PrecisionChoice: String, CaseIterable, ExpressibleByArgument {
  case float32, bfloat16, auto
  case emulatedBFloat16 = "emulated-bfloat16"
}
