import Foundation

/// A server on 127.0.0.1 that answers as the test wants, once per connection.
///
/// `@unchecked Sendable`: what was asked for is behind a lock; the rest does not change.
final class LocalServer: @unchecked Sendable {
  /// What comes back.
  enum Answer: Sendable {
    /// These bytes, and then the end of the connection.
    case bytes([UInt8])
    /// A good header, and then content for as long as anyone listens.
    case endless
    /// These bytes, and then nothing until the client gives up.
    case stall([UInt8])
    /// A good header, and then a byte now and then for as long as anyone listens.
    case drip
  }

  private let listener: CInt
  private let answer: @Sendable (String) -> Answer
  private let lock = NSLock()
  private var asked: [String] = []
  private var isStopped = false

  /// The address of its root, with a `/` at the end.
  let address: String

  /// The paths that were asked for so far.
  var requests: [String] { lock.withLock { asked } }

  /// Starts a server; `answer` is given the path that is asked for.
  init(_ answer: @escaping @Sendable (String) -> Answer) throws {
    self.answer = answer
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.listener = listener
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) | listen(listener, 16) | getsockname(listener, $0, &length)
      }
    }
    guard listener >= 0, status == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    address = "http://127.0.0.1:\(UInt16(bigEndian: name.sin_port))/"
    Thread.detachNewThread {
      while case let connection = accept(listener, nil, nil), connection >= 0 {
        Thread.detachNewThread { self.serve(connection) }
      }
      // Closed here and not by `stop`: the number may be another socket's the moment after.
      close(listener)
    }
  }

  /// Refuses new connections and ends what has no end.
  func stop() {
    lock.withLock { isStopped = true }
    shutdown(listener, Int32(SHUT_RDWR))
  }

  private func serve(_ connection: CInt) {
    defer { close(connection) }
    var request: [UInt8] = []
    while !request.suffix(4).elementsEqual([13, 10, 13, 10]) {
      var byte: UInt8 = 0
      guard recv(connection, &byte, 1, 0) == 1 else { return }
      request.append(byte)
    }
    let path = String(decoding: request, as: UTF8.self).split(separator: " ")[1].dropFirst()
    lock.withLock { asked.append(String(path)) }
    switch answer(String(path)) {
    case .bytes(let bytes):
      _ = sendAll(bytes, connection)
    case .endless:
      repeatedly(send: [UInt8](repeating: 0, count: 1 << 16), over: connection)
    case .drip:
      repeatedly(send: [0], every: 0.02, over: connection)
    case .stall(let bytes):
      guard sendAll(bytes, connection) else { return }
      var byte: UInt8 = 0
      recv(connection, &byte, 1, 0)
    }
  }

  /// Sends a good header, and then the bytes again and again while anyone listens.
  private func repeatedly(send bytes: [UInt8], every pause: TimeInterval = 0, over connection: CInt) {
    var isListening = sendAll(Array("HTTP/1.1 200 OK\r\n\r\n".utf8), connection)
    while isListening && !lock.withLock({ isStopped }) {
      isListening = sendAll(bytes, connection)
      if pause > 0 { Thread.sleep(forTimeInterval: pause) }
    }
  }

  private func sendAll(_ bytes: [UInt8], _ connection: CInt) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

extension LocalServer.Answer {
  /// Nothing at all until the client gives up.
  static var silence: Self { .stall([]) }

  /// A file, said to be `length` bytes long.
  static func file(_ content: [UInt8], length: Int? = nil) -> Self {
    .bytes(Array("HTTP/1.1 200 OK\r\nContent-Length: \(length ?? content.count)\r\n\r\n".utf8) + content)
  }

  /// A status without content, and where to look instead.
  static func status(_ code: Int, location: String? = nil) -> Self {
    let header = location.map { "Location: \($0)\r\n" } ?? ""
    return .bytes(Array("HTTP/1.1 \(code) -\r\n\(header)Content-Length: 0\r\n\r\n".utf8))
  }
}
