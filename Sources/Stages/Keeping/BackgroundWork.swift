internal import Dispatch
internal import Foundation
internal import Synchronization

/// One piece of work at a time, on a thread of its own; what it throws, whoever looks next gets.
final class BackgroundWork: Sendable {
  private let queue = DispatchQueue(label: "background work")
  private let running = DispatchGroup()
  private let state = Mutex(State())

  private struct State {
    var failure: (any Error)?
    var processorSeconds = 0.0
    var lastSeconds = 0.0
  }

  /// The processor time that all work took until now.
  var processorSeconds: Double { state.withLock { $0.processorSeconds } }

  /// How long the last piece of work took, in seconds; 0 before the first one has ended.
  var lastSeconds: Double { state.withLock { $0.lastSeconds } }

  /// Waits for the work before, and begins the next unless that failed.
  func begin(_ work: @escaping @Sendable () throws -> Void) throws {
    try finish()
    queue.async(group: running) { [self] in
      let (begun, start) = (ContinuousClock.now, Self.threadSeconds)
      let result = Result(catching: work)
      let seconds = Self.threadSeconds - start
      state.withLock {
        $0.processorSeconds += seconds
        $0.lastSeconds = (.now - begun) / .seconds(1)
        if case .failure(let error) = result { $0.failure = error }
      }
    }
  }

  /// Throws what the work threw, if it has ended so; does not wait.
  func check() throws {
    let failure = state.withLock { state in
      defer { state.failure = nil }
      return state.failure
    }
    if let failure { throw failure }
  }

  /// Waits until nothing is left to do; throws what the work threw.
  func finish() throws {
    running.wait()
    try check()
  }

  /// The processor time of the thread that asks.
  private static var threadSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
