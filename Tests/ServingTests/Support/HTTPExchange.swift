import Foundation
import Glibc

/// What came back for a request that was sent byte by byte, so that a test can send what no client would.
struct HTTPExchange {
  let status: Int
  let headers: [String: String]
  let body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The members of `error`.
  var error: [String: String] { ((try? json())?["error"] as? [String: String]) ?? [:] }

  func json() throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
  }

  /// Sends a request and reads the answer to its end.
  ///
  /// - Parameter request: a method and a path; a path alone is posted to.
  static func send(
    _ request: String, to port: Int, at address: String = "127.0.0.1", type: String? = nil,
    headers: [String: String] = [:], _ body: [UInt8] = []
  ) async throws -> HTTPExchange {
    var fields = ["Host": "localhost:\(port)", "Connection": "close", "Content-Length": "\(body.count)"]
    if let type { fields["Content-Type"] = type }
    fields.merge(headers) { $1 }
    let head = fields.reduce(into: "\(request.contains(" ") ? "" : "POST ")\(request) HTTP/1.1\r\n") {
      $0 += "\($1.key): \($1.value)\r\n"
    }
    return try await raw(Array((head + "\r\n").utf8) + body, to: port, at: address)
  }

  /// Sends bytes and reads what comes back until the server closes the connection.
  ///
  /// - Parameter next: what is done before the answer is read.
  static func raw(
    _ bytes: [UInt8], to port: Int, at address: String = "127.0.0.1",
    next: @escaping @Sendable (borrowing Connection) -> Void = { _ in }
  ) async throws -> HTTPExchange {
    try HTTPExchange(await rawBytes(bytes, to: port, at: address, next: next))
  }

  /// All bytes that come back.
  static func rawBytes(
    _ bytes: [UInt8], to port: Int, at address: String = "127.0.0.1",
    next: @escaping @Sendable (borrowing Connection) -> Void = { _ in }
  ) async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
      // A thread of its own: those that tests run on are few, and the server's work needs them.
      Thread.detachNewThread {
        continuation.resume(
          with: Result {
            let connection = try Connection(port: port, at: address)
            connection.send(bytes)
            next(connection)
            return connection.readToEnd()
          })
      }
    }
  }

  private init(_ bytes: [UInt8]) throws {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { throw URLError(.badServerResponse) }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    status = Int(lines[0].split(separator: " ")[1]) ?? 0
    headers = lines.dropFirst().reduce(into: [:]) { headers, line in
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    body = Array(bytes[end.upperBound...])
  }
}

/// A connection to this machine.
struct Connection: ~Copyable {
  private let socket: Int32

  init(port: Int, at number: String) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr(number)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw POSIXError(.ECONNREFUSED) }
  }

  deinit { close(socket) }

  /// Sends all of it, or as much as the other side takes; false where that was not all.
  @discardableResult func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Says that nothing more will be sent.
  func finish() { shutdown(socket, Int32(SHUT_WR)) }

  /// True when there is something to read, or the other side has ended.
  var hasAnswer: Bool {
    var byte: UInt8 = 0
    return recv(socket, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) >= 0
  }

  func readToEnd() -> [UInt8] {
    var (all, buffer): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { return all }
      all += buffer.prefix(count)
    }
  }
}
