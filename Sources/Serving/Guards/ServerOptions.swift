internal import Glibc

/// Where a server listens, and what it bears.
package struct ServerOptions: Sendable {
  /// The address: the name of a host, or its number.
  package var host = "127.0.0.1"
  /// The port; 0 for any that is free.
  package var port = 8080
  /// What a client must know; nil where all of this machine may ask.
  package var token: String?
  /// The largest body, in bytes.
  package var largestBody = 16 << 20
  /// The most rows of one request.
  package var mostRows = 4096
  /// The most requests that are answered at a time.
  package var mostRequests = 256
  /// The most connections.
  package var mostConnections = 1024
  /// How long a body may take to arrive, a connection do nothing, an answer not be read, and what has begun take when the
  /// server ends.
  package var patience: Duration = .seconds(30)

  package init() {}

  /// The most bytes of all bodies together: eight of the largest.
  var mostBytes: Int { 8 * largestBody }

  /// True where nobody but this machine can reach it: an address of the loopback, and no name but the one that stands for
  /// it.
  package var isLoopback: Bool {
    if host == "localhost" { return true }
    var (four, six) = (in_addr(), in6_addr())
    if inet_pton(AF_INET, host, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
    guard inet_pton(AF_INET6, host, &six) == 1 else { return false }
    return withUnsafeBytes(of: six) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
  }
}
