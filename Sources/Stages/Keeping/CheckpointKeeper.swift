internal import Foundation
internal import StrataCheckpoints
internal import StrataCommunication
internal import StrataRuns
internal import StrataSession
internal import Synchronization

/// Keeps what a run that trains has come to: the checkpoint `last` after an epoch, by the clock within
/// one, and at once when somebody asks to stop; the checkpoint `best`; a line of metrics for each epoch.
///
/// Training waits only while its state is copied. The copy is written by another thread, one at a time; what
/// goes wrong there ends training at the next step. Where epochs are shorter than writing takes, only some are
/// written, so that the disk is kept busy for a fiftieth of the time; the others wait in memory, if they are not
/// large. Whichever way
/// training ends, the newest is written; only a process that is killed loses it, and does it again.
final class CheckpointKeeper {
  private let run: RunWriter
  private let stopRequest: StopRequest
  private let group: ProcessGroup
  private let interval: Duration
  private let resumeCommand: String
  private let writing = BackgroundWork()
  private let bestOnDisk: BestOnDisk
  private var begun = ContinuousClock.now
  /// What epochs have left to write: lines of metrics and seconds, and the newest state.
  private var lines: [any Encodable & Sendable] = []
  private var seconds = 0.0
  private var pending: (@Sendable () throws -> Void)?
  /// The seconds for which training waited, and the processor time of the writing, that the record does
  /// not know of yet.
  private var (waited, processed) = (0.0, 0.0)

  /// A checkpoint is begun no sooner than after so many times what the one before took to be written.
  private static let rest = 50.0

  /// The largest checkpoint that waits in memory, beside the one that is being written, in bytes.
  static let largestThatWaits = 64 << 20

  /// The weights of the best epoch so far.
  struct BestWeights: Sendable {
    /// The epoch, from 1.
    let epoch: Int
    /// Makes their checkpoint.
    let checkpoint: @Sendable () throws -> Checkpoint
  }

  /// The epoch whose weights the file `best` holds; 0 while there is none.
  private final class BestOnDisk: Sendable {
    let epoch: Atomic<Int>
    init(_ epoch: Int) { self.epoch = Atomic(epoch) }
  }

  /// A keeper of a run's checkpoints.
  ///
  /// - Parameter bestEpoch: the epoch whose weights the file `best` holds already; 0 for none.
  init(_ run: RunWriter, options: PipelineOptions, bestEpoch: Int = 0) {
    self.run = run
    stopRequest = options.stopRequest
    group = options.group
    interval = options.checkpointInterval
    resumeCommand = options.resumeCommand(run.record.stage.rawValue, run: run.url.relativePath)
    bestOnDisk = BestOnDisk(bestEpoch)
  }

  /// Runs training; when it ends, whichever way, all that was to be written is written.
  func keeping<Result>(_ training: () throws -> Result) throws -> Result {
    do {
      let result = try training()
      try writePending()
      try writing.finish()
      try updateRecord()
      return result
    } catch {
      // The first error is the one to report.
      try? writePending()
      try? writing.finish()
      throw error
    }
  }

  /// For what comes before the first step: throws when somebody has asked to stop. What an earlier process has kept stays.
  func beforeSteps() throws {
    guard let signal = stopRequest.signal, run.length(of: .last) > 0 else { return try stopRequest.check() }
    throw interruption(signal)
  }

  /// Begins to write a checkpoint when one is due: that of a state, and of its best weights.
  ///
  /// - Throws: an `Interruption` when somebody has asked to stop, and it is written; what went wrong with
  ///   one before.
  func afterStep<State: Sendable>(
    _ state: () throws -> State, checkpoint: @escaping @Sendable (State) throws -> Checkpoint,
    best: @escaping @Sendable (State) -> BestWeights? = { _ in nil }
  ) throws {
    try writing.check()
    let (signal, isDue) = try agreed(isDue: .now - begun >= interval)
    guard signal != nil || isDue else { return }
    try begin(signal) { try work(state(), checkpoint, best) }
  }

  /// Takes an epoch's line of metrics and the state at its end, and begins to write both when a checkpoint is due.
  ///
  /// - Throws: an `Interruption` when somebody has asked to stop, and all is written; what went wrong with
  ///   one before.
  func afterEpoch<State: Sendable>(
    _ metrics: some Encodable & Sendable, seconds: Double, _ state: () throws -> State,
    checkpoint: @escaping @Sendable (State) throws -> Checkpoint,
    best: @escaping @Sendable (State) -> BestWeights? = { _ in nil }
  ) throws {
    lines.append(metrics)
    self.seconds += seconds
    let rest = min(interval, .seconds(Self.rest * writing.lastSeconds))
    let (signal, isDue) = try agreed(isDue: .now - begun >= rest)
    if signal != nil || isDue || run.length(of: .last) > Self.largestThatWaits {
      try begin(signal) { try work(state(), checkpoint, best) }
    } else {
      try writing.check()
      let start = ContinuousClock.now
      // Before the copy, so that there are never two that wait.
      pending = nil
      pending = try work(state(), checkpoint, best)
      waited += (.now - start) / .seconds(1)
    }
  }

  /// What all processes go by after the same step: a signal that came to any of them, and whether the first finds that a
  /// checkpoint is due.
  private func agreed(isDue: Bool) throws -> (signal: Int32?, isDue: Bool) {
    guard group.count > 1 else { return (stopRequest.signal, isDue) }
    let all = try group.gathered([Int64(stopRequest.signal ?? 0), isDue ? 1 : 0])
    return (all.map { Int32($0[0]) }.first { $0 != 0 }, all[0][1] == 1)
  }

  /// What writes a state. In this order: whatever is missing when the process is killed can be made again from what is
  /// there. New best weights have a name of their own until the checkpoint that knows of them is there.
  private func work<State: Sendable>(
    _ state: State, _ checkpoint: @escaping @Sendable (State) throws -> Checkpoint,
    _ best: @escaping @Sendable (State) -> BestWeights?
  ) -> @Sendable () throws -> Void {
    { [run, bestOnDisk] in
      let best = best(state).flatMap { $0.epoch == bestOnDisk.epoch.load(ordering: .relaxed) ? nil : $0 }
      if let best { try run.write(best.checkpoint(), as: .nextBest) }
      try run.write(checkpoint(state), as: .last)
      guard let best else { return }
      try run.adoptNextBest()
      bestOnDisk.epoch.store(best.epoch, ordering: .relaxed)
    }
  }

  private func begin(_ signal: Int32?, _ work: () throws -> @Sendable () throws -> Void) throws {
    let start = ContinuousClock.now
    // Before the copy, so that there are never two.
    pending = nil
    try writing.finish()
    try write(try work())
    begun = .now
    waited += (begun - start) / .seconds(1)
    guard let signal else { return }
    try writing.finish()
    try updateRecord()
    throw interruption(signal)
  }

  private func interruption(_ signal: Int32) -> Interruption {
    Interruption(signal: signal, run: run.url.relativePath, isKept: true, commands: [resumeCommand])
  }

  private func writePending() throws {
    guard let work = pending else { return }
    pending = nil
    try write(work)
  }

  /// Begins to write what epochs have left, and then a state.
  private func write(_ work: @escaping @Sendable () throws -> Void) throws {
    let (lines, seconds) = (lines, seconds)
    try writing.begin { [run] in
      if !lines.isEmpty { try run.append(all: lines) }
      try work()
      if seconds > 0 { try run.update { $0.trainingSeconds += seconds } }
    }
    (self.lines, self.seconds) = ([], 0)
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
