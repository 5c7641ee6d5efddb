internal import StrataSession

/// How several processes, on one machine or on many, share a series of trainings that do not depend on each other.
package struct Sharing: Sendable {
  /// The folder that they share; nil for one under the runs, named after the work.
  package var folder: String?
  /// The part of the trainings to do, counted from 1, and how many parts there are; nil for all of them.
  package var job: (part: Int, of: Int)?
  /// True to train nothing more, but to put together what is there.
  package var joins = false

  /// Sharing nothing.
  package init() {}

  /// Whether a training, counted from 0, is one of those to do.
  func isMine(_ number: Int) -> Bool { job.map { number % $0.of == $0.part - 1 } ?? true }

  /// What the processes have come to so far; nil where nothing is shared.
  ///
  /// - Parameter name: of the folder under the runs.
  /// - Throws: `InputError` where all is to be put together and there is no folder.
  func archive(named name: String, _ options: PipelineOptions) throws -> Archive? {
    guard isShared else { return nil }
    guard let folder else { return try Self.archive(named: name, options, isComplete: joins) }
    return try Archive(folder, execution: options.execution, isComplete: joins)
  }

  /// The usual one under the runs, for a process that shares nothing too.
  static func archive(named name: String, _ options: PipelineOptions, isComplete: Bool = false) throws
    -> Archive
  {
    try Archive("\(options.runs)/\(name)", execution: options.execution, isComplete: isComplete)
  }

  /// True where anything is shared.
  var isShared: Bool { folder != nil || job != nil || joins }

  /// What of a command line does this part of the work again.
  var arguments: [String] {
    (folder.map { ["--into", $0] } ?? []) + (job.map { ["--job", "\($0.part)/\($0.of)"] } ?? [])
  }
}
