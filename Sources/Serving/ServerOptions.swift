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
  /// How long a body may take to arrive, and a connection do nothing.
  package var patience: Duration = .seconds(30)

  package init() {}

  /// True where nobody but this machine can reach it.
  package var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}
