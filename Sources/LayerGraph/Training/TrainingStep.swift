internal import StrataFiles
internal import StrataLinearAlgebra

/// How a training step is taken: the batch at once, or shard by shard.
protocol TrainingStep {
  /// What it takes of memory, in bytes, beside the workspace.
  var bytes: Int { get }

  /// Takes a step on some examples.
  ///
  /// - Parameter choose: has a workspace take some of them, with what else the step goes by.
  /// - Returns: the loss, summed over all examples.
  func run(
    _ rows: ArraySlice<Int32>, choose: (ArraySlice<Int32>, Workspace) -> Void
  ) throws(InputError) -> Double
}

/// A training step on a batch at once: one job from the examples to the parameters.
final class WholeStep: TrainingStep {
  private let workspace: Workspace
  private let phases: Phases
  private let job: Team.Job<Batch>

  init(_ workspace: Workspace, updater: Updater, execution: Execution) {
    self.workspace = workspace
    phases = Phases(workspace.forward + workspace.backward + updater.steps)
    job = phases.job(Team(threads: execution.threads))
  }

  let bytes = 0

  func run(_ rows: ArraySlice<Int32>, choose: (ArraySlice<Int32>, Workspace) -> Void) -> Double {
    choose(rows, workspace)
    job.run(workspace.batch)
    return phases.summedLoss
  }
}
