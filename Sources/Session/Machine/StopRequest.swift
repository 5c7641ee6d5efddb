internal import CStrataSignals
internal import Foundation
internal import Synchronization

/// A wish that training stops, looked at after every step.
///
/// ```swift
/// options.stopRequest = .ofSignals  // Ctrl-C, SIGTERM and their like
/// ```
package final class StopRequest: Sendable {
  private let number = Atomic<Int32>(0)

  /// A request that is not made yet.
  package init() {}

  /// The request that each of `StopSignal.all` makes, while a stage trains.
  package static let ofSignals = StopRequest()

  /// The signal that stands for the request; nil while it is not made.
  package var signal: Int32? {
    let number = self === Self.ofSignals ? strata_signal_that_came() : number.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Work that was given up because of a request; whoever holds its run folder makes an `Interruption` of it.
  package struct Stopped: Error {
    package let signal: Int32
  }

  /// Throws when the request is made: for work of which nothing is kept.
  package func check() throws {
    if let signal { throw Stopped(signal: signal) }
  }

  /// Makes the request, in the name of a signal such as `SIGINT`; an earlier request stands.
  package func make(_ signal: Int32) {
    if self === Self.ofSignals { return strata_ask_to_stop(signal) }
    _ = number.compareExchange(expected: 0, desired: signal, ordering: .relaxed)
  }

  /// Has this process sent a SIGTERM when the one that started it ends, though it were killed.
  package static func endWithProcess(_ parent: Int32) { strata_send_when_ends(parent, SIGTERM) }

  /// Runs `body`. During it, where this is the request of signals, the first signal makes the request
  /// and a second Ctrl-C or its like ends the process at once (`strata_note_signal`); before and after it, the
  /// first one does.
  package func whileListening<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard self === Self.ofSignals else { return try body() }
    // What is ignored stays ignored: so begins a process under `nohup`, or in the background of a script.
    let signals = StopSignal.all.filter { !strata_is_ignored($0) }
    // Whoever started the process may have left them blocked; they would never arrive.
    var (heard, before) = (sigset_t(), sigset_t())
    sigemptyset(&heard)
    for signal in signals { sigaddset(&heard, signal) }
    let previous = signals.map { Foundation.signal($0, strata_note_signal) }
    pthread_sigmask(SIG_UNBLOCK, &heard, &before)
    defer {
      pthread_sigmask(SIG_SETMASK, &before, nil)
      for (number, handler) in zip(signals, previous) { Foundation.signal(number, handler) }
    }
    return try body()
  }
}
