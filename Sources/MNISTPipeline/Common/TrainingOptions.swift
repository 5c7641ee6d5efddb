import ArgumentParser
import StrataSession

/// Options of the stages that train for long.
struct TrainingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Minutes between checkpoints within an epoch; 0 for one after every step.", valueName: "minutes"))
  var checkpointEvery = PipelineOptions.defaultCheckpointInterval / .seconds(60)

  func validate() throws {
    guard (0...10_000).contains(checkpointEvery) else {
      throw ValidationError("--checkpoint-every is 0 to 10000 minutes, not \(checkpointEvery).")
    }
  }

  /// The options as the library takes them.
  func apply(to options: PipelineOptions) -> PipelineOptions {
    var options = options
    options.checkpointInterval = .seconds(60 * checkpointEvery)
    return options
  }
}

/// The option that goes on with a run.
struct ResumeOption: ParsableArguments {
  @Option(
    defaultAsFlag: "newest",
    help: ArgumentHelp(
      "Go on with a run that was stopped, by name or path.", valueName: "run"), completion: .runs)
  var resume: String?
}
