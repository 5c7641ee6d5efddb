internal import HTTPTypes
internal import Hummingbird
internal import StrataFiles

/// Refuses what another page in a user's browser could send here: requests with the name of another host, as after a change
/// of what a name stands for (DNS rebinding), and requests that come from another origin.
struct OriginGuard<Context: RequestContext>: RouterMiddleware {
  /// True where the server answers to this machine alone.
  let isLoopback: Bool

  private static var names: Set<String> { ["localhost", "127.0.0.1", "[::1]"] }

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let host = request.head.authority ?? ""
    if isLoopback, !Self.names.contains(Self.name(of: host)) {
      throw ErrorAnswer(
        .misdirectedRequest, at: "Host", expected: "localhost or 127.0.0.1", found: host,
        advice: "ask for this server by one of these names")
    }
    if let origin = request.headers[.origin], !["http://" + host, "https://" + host].contains(origin) {
      throw ErrorAnswer(
        .forbidden, at: "Origin", expected: "a request of this server's own page, or of a program",
        found: origin, advice: "send it from a program, which has no Origin")
    }
    return try await next(request, context)
  }

  /// A host without its port.
  private static func name(of host: String) -> String {
    if host.hasPrefix("[") { return String(host.prefix { $0 != "]" }) + "]" }
    return String(host.prefix { $0 != ":" })
  }
}
