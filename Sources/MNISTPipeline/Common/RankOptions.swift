import ArgumentParser
import StrataRuns
import StrataSession

/// Processes that train one network together.
struct RankOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Processes on this machine that share each batch; pretraining.shard and fine_tuning.shard say how it is cut, and "
        + "so which bits come out, however many processes there are.", valueName: "n"))
  var ranks = 1

  func validate() throws {
    guard (1...64).contains(ranks) else { throw ValidationError("--ranks is 1 to 64, not \(ranks).") }
  }

  /// Does the work with all of them.
  func together(
    _ stage: RunRecord.Stage, _ options: PipelineOptions, goingOnWith run: String? = nil, console: Console,
    _ body: (PipelineOptions, String?, Console) throws -> Void
  ) throws {
    try RankedWork(count: ranks, of: stage, arguments: Array(CommandLine.arguments.dropFirst())).run(
      options, goingOnWith: run, console: console, body)
  }
}
