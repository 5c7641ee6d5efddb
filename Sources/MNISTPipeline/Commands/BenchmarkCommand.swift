import ArgumentParser
import Foundation
import StrataBenchmarking
import StrataDatasets
import StrataSession

struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Time training, prediction and their products.",
    usage: "\(ProgramName.short) benchmark <work> [--batch <n>] [<options>]",
    discussion: """
      EXAMPLES
        \(ProgramName.short) benchmark dae --batch 128
        \(ProgramName.short) benchmark finetune --engine openblas
        \(ProgramName.short) benchmark all --json

      An epoch is 60,000 images; the least time of several epochs is taken, after one that does not \
      count. Unset OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE, and leave the machine alone meanwhile.
      """)

  enum Work: String, CaseIterable, ExpressibleByArgument {
    case dae, finetune, logreg, infer, products, kernels, all
  }

  @Argument(help: "What to time.")
  var work: Work

  @Option(help: ArgumentHelp("Images in a step; without it, 20, 128, 256 and 1024.", valueName: "n"))
  var batch: Int?

  @Option(help: ArgumentHelp("Take the best of so many.", valueName: "n"))
  var repeats = 3

  @OptionGroup var recipe: RecipeOptions
  @OptionGroup var machine: MachineOptions
  @OptionGroup var quiet: QuietFlag
  @OptionGroup var json: JSONFlag

  func validate() throws {
    if let batch, !(1...10_000).contains(batch) {
      throw ValidationError("--batch is 1 to 10000, not \(batch).")
    }
    guard (1...1000).contains(repeats) else {
      throw ValidationError("--repeats is 1 to 1000, not \(repeats).")
    }
  }

  func run() throws {
    let works = Benchmark.Work(rawValue: work.rawValue).map { [$0] } ?? Benchmark.Work.allCases
    let results = try BenchmarkStage(
      PipelineOptions(recipe, machine), works, batches: batch.map { [$0] } ?? [20, 128, 256, 1024],
      repeats: repeats, console: quiet.console
    ) {
      if json.json { try show($0.json()) }
    }.run()
    if !json.json { try show(BenchmarkResult.table(results)) }
  }
}
