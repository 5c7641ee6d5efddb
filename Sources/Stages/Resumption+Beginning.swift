internal import Foundation
internal import StrataCheckpoints
internal import StrataFiles
internal import StrataLinearAlgebra
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// What is done to a run's folder when it goes on.
extension Resumption {
  /// Puts record and metrics where the checkpoint is, and says from where the run goes on.
  ///
  /// - Parameters:
  ///   - position: where the checkpoint is; nil when there is none.
  ///   - resources: what it is foreseen to take.
  ///   - place: where the data lie now; nil for generated ones.
  func begin(
    _ run: RunWriter, at position: Beginning.Position?, _ resources: RunRecord.Resources,
    dataAt place: String?
  ) throws {
    // A finished run that gets more epochs ends with other files; and killed from here on it is one that is not finished.
    try run.update {
      $0.files = nil
      $0.status = .running
    }
    let recorded = try RunFolder(run.url).metrics(as: Seconds.self).count
    try run.trimMetrics(to: position?.epochs ?? 0)
    let seconds = try RunFolder(run.url).metrics(as: Seconds.self).reduce(0) { $0 + $1.seconds }
    let machine = Machine(options.execution)
    let before = run.record
    let isChanged =
      position != nil
      && (!before.arithmetic.givesTheBits(of: machine.arithmetic)
        || before.versions != machine.versions)
    if more != nil { try run.write(recipe.yaml, as: "recipe.yml") }
    try run.update {
      if more != nil {
        $0.command += " --set " + MoreEpochs.key(of: before.stage).assignment(in: recipe).shellQuoted
      }
      $0.failure = nil
      $0.trainingSeconds = seconds
      let spent = $0.resources
      $0.resources = resources
      $0.resources?.checkpointWaitSeconds = spent?.checkpointWaitSeconds ?? 0
      $0.resources?.checkpointProcessorSeconds = spent?.checkpointProcessorSeconds ?? 0
      if isChanged { $0.earlierArithmetic = ($0.earlierArithmetic ?? []) + [$0.arithmetic] }
      $0.arithmetic = machine.arithmetic
      $0.versions = machine.versions
      // Where the data lie now: the command that goes on next time looks there.
      $0.dataFolder = options.dataFolder
      $0.dataPlace = place
    }
    let beginning =
      recorded == 0
      ? "is begun again: it was stopped before its first checkpoint"
      : "is begun again: \(recorded) epoch\(recorded == 1 ? "" : "s") are recorded, but there is no "
        + "\(RunFolder.CheckpointName.last.fileName) to go on from"
    console.say(
      "run", "\(run.url.relativePath) \(position.map { "goes on after \($0.title)" } ?? beginning)")
    run.sayWeakness(on: console)
    if let process = run.abandonedBy {
      console.say("", "process \(process) was killed while it wrote there")
    }
    if isChanged {
      let versions = before.versions == machine.versions ? "" : ", other versions"
      console.say(
        "note",
        "it began with \(before.arithmetic.description)\(versions): the bits will differ from those of a "
          + "run that was never stopped")
    }
  }
}

extension RunRecord.Arithmetic {
  /// True when the bits of a result are the same: they do not depend on the number of threads. Where a record says
  /// nothing of skipped zeros, it was the limit of `ZeroSkipping.unmeasured`.
  func givesTheBits(of other: Self) -> Bool {
    var copy = self
    copy.threads = other.threads
    if copy.zeroSkipping == nil, other.zeroSkipping?.limit == StrataLinearAlgebra.ZeroSkipping.unmeasured {
      copy.zeroSkipping = other.zeroSkipping
    }
    return copy == other
  }
}
