internal import HTTPTypes
internal import Hummingbird
internal import StrataFiles

/// Refuses what another page in a user's browser could send here: requests with the name of another host, as after a change
/// of what a name stands for (DNS rebinding), and requests that come from another origin.
struct OriginGuard {
  /// The names that this machine may be asked by; nil where others reach it, by whatever name.
  private let names: Set<String>?

  init(_ options: ServerOptions) {
    let host = options.host.contains(":") ? "[\(options.host)]" : options.host
    names = options.isLoopback ? ["localhost", "127.0.0.1", "[::1]", host.lowercased()] : nil
  }

  func check(_ request: Request) throws(ErrorAnswer) {
    let host = (request.head.authority ?? "").lowercased()
    if let names, !names.contains(Self.name(of: host)) {
      throw ErrorAnswer(
        .misdirectedRequest, at: "Host", expected: names.sorted().listed(), found: host,
        advice: "ask for this server by one of these names")
    }
    if let origin = request.headers[.origin], origin != "http://" + host, origin != "https://" + host {
      throw ErrorAnswer(
        .forbidden, at: "Origin", expected: "a request of this server's own page, or of a program",
        found: origin, advice: "send it from a program, which has no Origin")
    }
  }

  /// A host without its port.
  private static func name(of host: String) -> String {
    if host.hasPrefix("[") { return String(host.prefix { $0 != "]" }) + "]" }
    return String(host.prefix { $0 != ":" })
  }
}
