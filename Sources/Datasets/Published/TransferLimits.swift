internal import Foundation

/// What a transfer may do and how long it may take.
package struct TransferLimits: Sendable {
  /// How long a mirror may send nothing, in seconds.
  package var secondsOfSilence: Double = 30
  /// How long a file may take, in seconds.
  package var seconds: Double = 900
  /// How often one file may be redirected.
  package var redirections = 5
  /// True where addresses need not be HTTPS: for tests on this machine.
  package var allowsPlainHTTP = false

  package init() {}

  func allows(_ url: URL) -> Bool {
    url.scheme == "https" || allowsPlainHTTP && url.scheme == "http" && url.host == "127.0.0.1"
  }
}
