package import StrataCommunication
internal import StrataFiles

/// How the arithmetic is carried out: with which library, which precision and on how many threads.
///
/// The bits of a result depend on all three, so a run records them.
public struct Execution: Hashable, Sendable {
  /// How products are computed.
  public var arithmetic: Arithmetic
  /// The number of threads, the caller's included.
  public var threads: Int

  /// The processes that train together; each has so many threads. The bits depend on the shards of a batch, and not on how
  /// many processes share them.
  package var group = ProcessGroup.alone

  /// The numbers of threads that make sense on any machine.
  package static let threadCounts = 1...1024

  /// A choice of all; without a number of threads, as many as there are processors for the process. Traps when
  /// `threads` is not positive.
  public init(
    engine: Engine = .best, precision: Precision = .float32, threads: Int? = nil
  ) {
    arithmetic = Arithmetic(engine: engine, precision: precision)
    self.threads = threads ?? Processors.current.threads
    precondition(self.threads > 0, "\(self.threads) threads")
  }

  /// Refuses what this build or this processor cannot do, and more threads than any machine has use for.
  ///
  /// - Throws: `InputError` of kind `unavailable`.
  package func check() throws {
    if let obstacle = arithmetic.obstacle { throw obstacle }
    guard Self.threadCounts.contains(threads) else {
      throw InputError(
        .unavailable, at: "threads",
        expected: "\(Self.threadCounts.lowerBound) to \(Self.threadCounts.upperBound)",
        found: "\(threads)", advice: "take as many as there are processors, which is the default")
    }
  }
}
