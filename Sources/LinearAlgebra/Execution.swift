internal import Foundation

/// How the arithmetic is carried out: with which library and on how many threads.
///
/// The bits of a result depend on both, so a run records them.
public struct Execution: Hashable, Sendable {
  /// The library behind the products.
  public var engine: Engine
  /// The number of threads, the caller's included.
  public var threads: Int

  /// A choice of both; without a number of threads, one for each processor. Traps when `threads` is
  /// not positive.
  public init(engine: Engine = .openBLAS, threads: Int? = nil) {
    self.engine = engine
    self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    precondition(self.threads > 0, "\(self.threads) threads")
  }
}
