internal import StrataCheckpoints
internal import StrataLayerGraph
internal import StrataRuns
internal import StrataSession

/// Where training begins: with a new run, or with one of an earlier time that goes on.
///
/// It is one path for both. A new run is one that goes on from nothing: it has no folder yet and no checkpoint.
struct Beginning {
  let session: Session
  private let earlier: Earlier?

  /// A run that goes on, and its folder, which no other process writes to meanwhile.
  private struct Earlier {
    let resumption: Resumption
    let writer: RunWriter
  }

  /// A new run.
  init(_ session: Session) {
    self.session = session
    earlier = nil
  }

  /// A run that goes on.
  ///
  /// - Throws: `InputError` when another process writes there, or the data are not those that it began with.
  init(_ resumption: Resumption) throws {
    earlier = Earlier(resumption: resumption, writer: try resumption.folder.openForWriting())
    session = try resumption.session()
  }

  /// The folder of a run that goes on; nil for a new one.
  var folder: RunFolder? { earlier?.resumption.folder }

  /// True where there is a checkpoint to go on from.
  var hasCheckpoint: Bool { folder?.has(.last) ?? false }

  /// The checkpoint to go on from; nil where there is none.
  func checkpoint() throws -> Checkpoint? { try earlier?.resumption.checkpoint() }

  /// What the recipe has more than that of a checkpoint; nil for nothing.
  func moreEpochs(since checkpoint: Checkpoint) throws -> MoreEpochs? {
    try earlier?.resumption.moreEpochs(since: checkpoint)
  }

  /// Trains in the run's folder; whichever way it ends, the folder's record says so.
  ///
  /// - Parameters:
  ///   - position: where the checkpoint is that training goes on from; nil when there is none.
  ///   - resources: what training is foreseen to take.
  ///   - record: makes the record of a new run.
  func withRun<Outcome>(
    at position: Position?, _ resources: RunRecord.Resources, record: () throws -> RunRecord,
    _ train: (RunWriter) throws -> Outcome
  ) throws -> Outcome {
    guard let earlier else {
      var record = try record()
      record.resources = resources
      return try session.withRun(record, train)
    }
    try earlier.resumption.begin(earlier.writer, at: position, resources, dataAt: session.dataPlace)
    return try session.complete(earlier.writer, train)
  }

  /// A place in training.
  struct Position {
    /// For example `epoch 3, step 17`.
    let title: String
    /// The epochs that are finished, each of which has left a line of metrics.
    let epochs: Int
  }
}

extension Trainer.State {
  /// Where it is: for example `epoch 3, step 17`, or `epoch 3` at its end.
  var title: String {
    partial.steps == 0 ? "epoch \(epoch)" : "epoch \(epoch + 1), step \(partial.steps)"
  }
}
