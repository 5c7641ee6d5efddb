internal import Foundation
internal import StrataCheckpoints
internal import StrataRuns
internal import StrataSession

/// Keeps what a run that trains has come to: the checkpoint `last` after every epoch, by the clock within
/// one, and at once when somebody asks to stop; the checkpoint `best`; a line of metrics for each epoch.
///
/// Training waits only while its state is copied. The copy is written by another thread, one at a time; what
/// goes wrong there ends training at the next step.
final class CheckpointKeeper {
  private let run: RunWriter
  private let stopRequest: StopRequest
  private let interval: Duration
  private let resumeCommand: String
  private let writing = BackgroundWork()
  private var begun = ContinuousClock.now
  /// The seconds for which training waited, and the processor time of the writing, that the record does
  /// not know of yet.
  private var (waited, processed) = (0.0, 0.0)

  /// A keeper of a run's checkpoints; `resumeCommand` goes on with the run.
  init(_ run: RunWriter, options: PipelineOptions, resumeCommand: String) {
    self.run = run
    stopRequest = options.stopRequest
    interval = options.checkpointInterval
    self.resumeCommand = resumeCommand
  }

  /// Runs training; when it ends, whichever way, all that was to be written is written.
  func keeping<Result>(_ training: () throws -> Result) throws -> Result {
    do {
      let result = try training()
      try writing.finish()
      try updateRecord()
      return result
    } catch {
      // The first error is the one to report.
      try? writing.finish()
      throw error
    }
  }

  /// Begins to write a checkpoint when one is due: that of a state.
  ///
  /// - Throws: an `Interruption` when somebody has asked to stop, and it is written; what went wrong with
  ///   one before.
  func afterStep<State: Sendable>(
    _ state: () throws -> State, checkpoint: @escaping @Sendable (State) throws -> Checkpoint
  ) throws {
    try writing.check()
    let signal = stopRequest.signal
    guard signal != nil || .now - begun >= interval else { return }
    try begin(signal, state) { [run] in try run.write(checkpoint($0), as: .last) }
  }

  /// Begins to write an epoch's line of metrics, the checkpoint of its end, and that of its weights (`best`)
  /// when it is the best one so far. In this order: whatever is missing when the process is killed can be
  /// made again from what is there.
  ///
  /// - Throws: an `Interruption` when somebody has asked to stop, and all is written; what went wrong with
  ///   one before.
  func afterEpoch<State: Sendable>(
    _ metrics: some Encodable & Sendable, seconds: Double, _ state: () throws -> State,
    checkpoint: @escaping @Sendable (State) throws -> Checkpoint,
    best: @escaping @Sendable (State) throws -> Checkpoint? = { _ in nil }
  ) throws {
    try begin(stopRequest.signal, state) { [run] state in
      try run.append(metrics)
      try run.write(checkpoint(state), as: .last)
      if let best = try best(state) { try run.write(best, as: .best) }
      try run.update { $0.trainingSeconds += seconds }
    }
  }

  private func begin<State: Sendable>(
    _ signal: Int32?, _ state: () throws -> State, write: @escaping @Sendable (State) throws -> Void
  ) throws {
    let start = ContinuousClock.now
    // Before the copy, so that there are never two.
    try writing.finish()
    let state = try state()
    try writing.begin { try write(state) }
    begun = .now
    waited += (begun - start) / .seconds(1)
    guard let signal else { return }
    try writing.finish()
    try updateRecord()
    throw Interruption(
      signal: signal, run: run.url.relativePath, isKept: true, commands: [resumeCommand])
  }

  private func updateRecord() throws {
    let (waited, processed) = (waited, writing.processorSeconds - processed)
    try run.update {
      $0.resources?.checkpointWaitSeconds += waited
      $0.resources?.checkpointProcessorSeconds += processed
    }
    self.waited = 0
    self.processed = writing.processorSeconds
  }
}
