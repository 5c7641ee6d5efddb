internal import Checkpoints
internal import Foundation

/// Keeps the checkpoint `last` of a run that trains: after every epoch, by the clock within one, and at
/// once when somebody asks to stop.
struct CheckpointKeeper {
  private let run: RunWriter
  private let stopRequest: StopRequest
  private let interval: Duration
  private let resumeCommand: String
  private var written = ContinuousClock.now

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
    guard stopRequest.signal != nil || .now - written >= interval else { return }
    try keep(checkpoint())
  }

  /// Writes the checkpoint of an epoch's end.
  ///
  /// - Throws: an `Interruption` when somebody has asked to stop, and it is written.
  mutating func afterEpoch(_ checkpoint: () throws -> Checkpoint) throws { try keep(checkpoint()) }

  private mutating func keep(_ checkpoint: Checkpoint) throws {
    let signal = stopRequest.signal
    try run.write(checkpoint, as: .last)
    written = .now
    if let signal {
      throw Interruption(signal: signal, run: run.url.relativePath, commands: [resumeCommand])
    }
  }
}
