internal import Checkpoints
internal import Foundation

/// Keeps what a run that trains has come to: the checkpoint `last` after every epoch, by the clock within
/// one, and at once when somebody asks to stop; the checkpoint `best`; a line of metrics for each epoch.
struct CheckpointKeeper {
  private let run: RunWriter
  private let stopRequest: StopRequest
  private let interval: Duration
  private let resumeCommand: String
  private var written = ContinuousClock.now
  /// The seconds for which training waited while something was written, since the record last said so.
  private var seconds = 0.0

  /// A keeper of a run's checkpoints; `resumeCommand` goes on with the run.
  init(_ run: RunWriter, options: PipelineOptions, resumeCommand: String) {
    self.run = run
    stopRequest = options.stopRequest
    interval = options.checkpointInterval
    self.resumeCommand = resumeCommand
  }

  /// Writes a checkpoint when one is due.
  ///
  /// - Throws: an `Interruption` when somebody has asked to stop, and it is written.
  mutating func afterStep(_ checkpoint: () throws -> Checkpoint) throws {
    let signal = stopRequest.signal
    guard signal != nil || .now - written >= interval else { return }
    let start = ContinuousClock.now
    try run.write(checkpoint(), as: .last)
    waited(since: start)
    if let signal { throw interruption(signal) }
  }

  /// Writes an epoch's line of metrics and its time, the checkpoint of its end, and that of its weights
  /// (`best`) when it is the best one so far. In this order: whatever is missing when the process is killed
  /// can be made again from what is there.
  ///
  /// - Throws: an `Interruption` when somebody has asked to stop, and all is written.
  mutating func afterEpoch(
    _ metrics: some Encodable, seconds trainingSeconds: Double, checkpoint: () throws -> Checkpoint,
    best: () throws -> Checkpoint? = { nil }
  ) throws {
    let signal = stopRequest.signal
    let start = ContinuousClock.now
    try run.append(metrics)
    try run.write(checkpoint(), as: .last)
    if let best = try best() { try run.write(best, as: .best) }
    waited(since: start)
    let checkpointSeconds = seconds
    try run.update {
      $0.trainingSeconds += trainingSeconds
      $0.resources?.checkpointSeconds += checkpointSeconds
    }
    seconds = 0
    if let signal { throw interruption(signal) }
  }

  private mutating func waited(since start: ContinuousClock.Instant) {
    written = .now
    seconds += (written - start) / .seconds(1)
  }

  private func interruption(_ signal: Int32) -> Interruption {
    Interruption(
      signal: signal, run: run.url.relativePath, isKept: true, commands: [resumeCommand])
  }
}
