internal import Foundation

/// The signals that ask a process to end, which it would do at once if it did not listen.
///
/// Not among them: those that nobody can listen to (SIGKILL), those of a fault in the process itself (SIGSEGV and
/// its like), and those of a write that went wrong, which `StandardStream.prepare` turns into errors.
package enum StopSignal {
  /// Their numbers: a hang-up, Ctrl-C and Ctrl-\, a request to end, what batch systems send before the time is up,
  /// limits on time, clocks, a failing power supply, and the real-time signals.
  package static let all: [Int32] =
    [
      SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM, SIGSTKFLT, SIGXCPU, SIGVTALRM, SIGPROF,
      SIGIO, SIGPWR,
    ] + Array(__libc_current_sigrtmin()...__libc_current_sigrtmax())

  /// For example `SIGTERM`, or `signal 40` for one without a name.
  package static func name(of number: Int32) -> String { names[number] ?? "signal \(number)" }

  private static let names: [Int32: String] = [
    SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGUSR1: "SIGUSR1", SIGUSR2: "SIGUSR2",
    SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM", SIGTERM: "SIGTERM", SIGSTKFLT: "SIGSTKFLT", SIGXCPU: "SIGXCPU",
    SIGVTALRM: "SIGVTALRM", SIGPROF: "SIGPROF", SIGIO: "SIGIO", SIGPWR: "SIGPWR",
  ]
}
