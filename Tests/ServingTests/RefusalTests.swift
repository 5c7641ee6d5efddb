import Foundation
import StrataDatasets
import StrataInference
import StrataLinearAlgebra
import Synchronization
import Testing

@testable import StrataServing

/// What a server refuses, and how it says so: always an object `error` with four texts, whatever went wrong.
struct RefusalTests {
  private let model = RunningServer.digits
  private static let bytes = "application/octet-stream"
  private static let json = "application/json"

  struct Bad: Sendable, CustomTestStringConvertible {
    let status: Int
    let place: String
    var method = "POST"
    let path: String
    var type: String? = "application/octet-stream"
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    var testDescription: String { "\(method) \(path) \(status) \(place)" }
  }

  static let requests: [Bad] = [
    Bad(status: 400, place: "body", path: "/predict"),
    Bad(status: 400, place: "body", path: "/predict", body: Array(repeating: 1, count: 785)),
    Bad(status: 400, place: "dtype", path: "/predict?dtype=int8", body: Array(repeating: 1, count: 784)),
    Bad(status: 400, place: "best", path: "/predict?best=0", body: Array(repeating: 1, count: 784)),
    Bad(status: 400, place: "best", path: "/predict?best=x", body: Array(repeating: 1, count: 784)),
    Bad(status: 400, place: "node", path: "/encode?node=none", body: Array(repeating: 1, count: 784)),
    Bad(status: 400, place: "body, byte 0", path: "/predict", type: json),
    Bad(status: 400, place: "body, byte 1", path: "/predict", type: json, body: Array("[".utf8)),
    Bad(status: 400, place: "body", path: "/predict", type: json, body: Array("[]".utf8)),
    Bad(status: 400, place: "body, byte 4", path: "/predict", type: json, body: Array("[[1]]".utf8)),
    Bad(status: 400, place: "body, byte 2", path: "/predict", type: json, body: Array("[[NaN]]".utf8)),
    Bad(status: 400, place: "body, byte 7", path: "/predict", type: json, body: Array("[[1e999]]".utf8)),
    Bad(status: 400, place: "body", path: "/predict", type: "application/x-npy", body: [1, 2, 3]),
    Bad(status: 400, place: "body", path: "/predict", type: "image/png", body: [1, 2, 3]),
    Bad(
      status: 400, place: "body", path: "/predict?dtype=float32",
      body: nan + Array(repeating: 0, count: 783 * 4)),
    Bad(status: 415, place: "Content-Type", path: "/predict", type: "text/plain", body: [1]),
    Bad(status: 415, place: "Content-Type", path: "/predict", type: nil, body: [1]),
    Bad(status: 404, place: "/nothing", method: "GET", path: "/nothing", type: nil),
    Bad(status: 405, place: "/predict", method: "GET", path: "/predict", type: nil),
    Bad(
      status: 405, place: "/predict", method: "GET", path: "/predict?best=1", type: json,
      body: Array("[]".utf8)),
    Bad(status: 405, place: "/predict", method: "TRACE", path: "/predict", type: nil),
    Bad(status: 405, place: "/health", method: "PROPFIND", path: "/health", type: nil),
    Bad(status: 400, place: "dtype", path: "/score?dtype=int8", type: json, body: Array("[]".utf8)),
    Bad(status: 405, place: "/health", method: "DELETE", path: "/health", type: nil),
    Bad(status: 421, place: "Host", method: "GET", path: "/health", headers: ["Host": "other.example"]),
    Bad(
      status: 403, place: "Origin", method: "GET", path: "/health",
      headers: ["Origin": "http://other.example"]),
    Bad(status: 400, place: "body", method: "GET", path: "/health", type: nil, body: [1, 2, 3]),
    Bad(status: 400, place: "/predict", path: "/predict?bets=2", body: Array(repeating: 1, count: 784)),
    Bad(status: 400, place: "/score", path: "/score?best=2", body: Array(repeating: 1, count: 784)),
    Bad(status: 400, place: "/encode", path: "/encode?node=code.0&x", body: Array(repeating: 1, count: 784)),
    Bad(status: 400, place: "/health", method: "GET", path: "/health?now=1", type: nil),
    Bad(
      status: 406, place: "Accept", path: "/predict", headers: ["Accept": "text/csv"],
      body: Array(repeating: 1, count: 784)),
    Bad(
      status: 406, place: "Accept", method: "GET", path: "/model", type: nil,
      headers: ["Accept": "text/html, image/*"]),
    Bad(status: 406, place: "Accept", method: "GET", path: "/", type: nil, headers: ["Accept": json]),
    Bad(
      status: 406, place: "Accept", method: "GET", path: "/health", type: nil, headers: ["Accept": "*/*;q=0"]),
    Bad(status: 413, place: "body", path: "/predict", headers: ["Content-Length": "999999999"]),
    Bad(status: 404, place: "/../../etc/passwd", method: "GET", path: "/../../etc/passwd"),
    Bad(status: 404, place: "/%2e%2e/etc/passwd", method: "GET", path: "/%2e%2e/etc/passwd"),
    Bad(status: 404, place: "/weights/../Package.swift", method: "GET", path: "/weights/../Package.swift"),
  ]

  private static var nan: [UInt8] { [0, 0, 0xc0, 0x7f] }

  @Test func badRequestsAreToldWhatIsWrong() async throws {
    let server = try await RunningServer(model)
    for bad in Self.requests {
      let answer = try await HTTPExchange.send(
        "\(bad.method) \(bad.path)", to: server.port, type: bad.type, headers: bad.headers, bad.body)
      #expect(answer.status == bad.status, "\(bad.testDescription): \(answer.text)")
      #expect(answer.error["at"] == bad.place, "\(bad.testDescription): \(answer.text)")
      #expect(Set(answer.error.keys) == ["at", "expected", "found", "advice"])
      #expect(answer.headers["x-content-type-options"] == "nosniff")
    }
    // And it still answers.
    #expect(try await HTTPExchange.send("GET /health", to: server.port).text == "{\"status\":\"ok\"}\n")
  }

  @Test func bytesThatAreNoRequestEndTheirConnectionAlone() async throws {
    let server = try await RunningServer(model)
    for bytes in [
      "\r\n\r\n", "GET\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}", "GET / HTTP/9.9\r\n\r\n",
      "POST /predict HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ] {
      let answer = try? await HTTPExchange.raw(Array(bytes.utf8), to: server.port) { $0.finish() }
      #expect(answer.map { (400..<600).contains($0.status) } ?? true, "\(bytes.debugDescription)")
    }
    #expect(try await HTTPExchange.send("GET /health", to: server.port).status == 200)
  }

  @Test func onlyATokenLetsIn() async throws {
    let token = "a-token-of-sixteen"
    let server = try await RunningServer(model) { $0.token = token }
    func status(_ path: String, _ field: String?) async throws -> Int {
      try await HTTPExchange.send(
        "GET \(path)", to: server.port, headers: field.map { ["Authorization": $0] } ?? [:]
      ).status
    }
    #expect(try await status("/health", nil) == 401)
    #expect(try await status("/health", "Bearer a-token-of-sixteem") == 401)
    #expect(try await status("/health", "Bearer \(token)x") == 401)
    #expect(try await status("/health", "Basic \(token)") == 401)
    #expect(try await status("/health", "Bearer \(token)") == 200)
    #expect(try await status("/health?token=\(token)", nil) == 401)
    #expect(try await status("/?token=\(token)", nil) == 200)
    // A browser is shown where to enter it; a program is told as ever.
    let browser = try await HTTPExchange.send("GET /", to: server.port, headers: ["Accept": "text/html,*/*"])
    #expect(browser.status == 401 && browser.headers["content-type"] == "text/html; charset=utf-8")
    #expect(browser.text.contains("name=\"token\""))
    let program = try await HTTPExchange.send("GET /", to: server.port)
    #expect(program.status == 401 && program.error["advice"]?.contains("token") == true)
    #expect(try await status("/", nil) == 401)
    #expect(try await status("/weights", "bearer \(token)") == 200)
  }

  @Test(arguments: ["0.0.0.0", "example.org", "127.example.org", "127.1.2.3.4", "192.0.2.1", "::", "::2"])
  func noOneElseReachesItWithoutAToken(
    host: String
  ) throws {
    var options = ServerOptions()
    options.host = host
    #expect(throws: (any Error).self) {
      try PredictionServer(model, page: nil, execution: Execution(threads: 1), options: options)
    }
    options.token = "a-token-of-sixteen"
    _ = try PredictionServer(model, page: nil, execution: Execution(threads: 1), options: options)
  }

  @Test(arguments: ["127.0.0.1", "127.0.0.2", "::1", "localhost"]) func thisMachineNeedsNone(host: String)
    throws
  {
    var options = ServerOptions()
    options.host = host
    _ = try PredictionServer(model, page: nil, execution: Execution(threads: 1), options: options)
  }

  @Test func itIsAskedByTheAddressThatItListensAt() async throws {
    let server = try await RunningServer(model) { $0.host = "127.0.0.2" }
    for (host, status) in [("127.0.0.2", 200), ("localhost", 200), ("127.0.0.3", 421)] {
      let answer = try await HTTPExchange.send(
        "GET /health", to: server.port, at: "127.0.0.2", headers: ["Host": host])
      #expect(answer.status == status)
    }
  }

  /// A model that has no stack has no codes: an error of the library's, told as any other.
  @Test func whatAModelCannotDoIsToldInTheSameForm() async throws {
    let linear = try LogisticRegressionModel.fit(
      SyntheticDigits.generate(train: 50, validation: 1, test: 1, seed: 1))
    let server = try await RunningServer(linear)
    for path in ["/encode", "/score", "/encode?node=code.0"] {
      let answer = try await HTTPExchange.send(
        path, to: server.port, type: Self.bytes, Array(repeating: 1, count: 784))
      #expect(answer.status == 404, "\(path): \(answer.text)")
      #expect(Set(answer.error.keys) == ["at", "expected", "found", "advice"], "\(path): \(answer.text)")
    }
  }

  /// An answer to HEAD has no body, so the next one on the same connection begins where it should.
  @Test func headAnswersAreHeadsAlone() async throws {
    let server = try await RunningServer(model)
    let head = "Host: localhost\r\n"
    let bytes = try await HTTPExchange.rawBytes(
      Array(
        ("HEAD /nothing HTTP/1.1\r\n\(head)\r\nHEAD / HTTP/1.1\r\n\(head)\r\n"
          + "GET /health HTTP/1.1\r\n\(head)Connection: close\r\n\r\n").utf8), to: server.port)
    let answers = String(decoding: bytes, as: UTF8.self).components(separatedBy: "HTTP/1.1 ").dropFirst()
    #expect(answers.map { $0.prefix(3) } == ["404", "200", "200"])
    #expect(answers.map { $0.components(separatedBy: "\r\n\r\n").last } == ["", "", "{\"status\":\"ok\"}\n"])
  }

  /// Whoever is refused before its body was read is left, however slowly or long it goes on sending.
  @Test func aRefusedSenderIsLeft() async throws {
    let server = try await RunningServer(model) { $0.token = "a-token-of-sixteen" }
    let head =
      "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(Self.bytes)\r\nContent-Length: 100000000\r\n\r\n"
    let isLeft = Flag()
    let answer = try await HTTPExchange.raw(Array(head.utf8), to: server.port) { connection in
      // Sending fails when the server has closed, which it does long before the connection's own time is up.
      for _ in 0..<60_000 where !isLeft.isSet {
        if !connection.send([1]) { isLeft.set() }
        usleep(10_000)
      }
    }
    #expect(answer.status == 401 && answer.headers["connection"] == "close")
    #expect(isLeft.isSet)
  }

  /// Bodies together have a limit too, however few requests they are.
  @Test func allBodiesTogetherHaveALimit() async throws {
    let load = Load(mostRequests: 10, mostBytes: 100)
    try load.take(60)
    #expect(throws: ErrorAnswer.self) { try load.take(60) }
    load.give(60)
    load.give(60)
    try load.take(100)
  }

  @Test func rowsBeyondTheLimitAreRefused() async throws {
    let server = try await RunningServer(model) {
      $0.mostRows = 2; $0.largestBody = 3 * 784
    }
    func status(_ rows: Int) async throws -> Int {
      try await HTTPExchange.send(
        "/predict", to: server.port, type: Self.bytes, Array(repeating: 1, count: rows * 784)
      ).status
    }
    #expect(try await status(2) == 200)
    #expect(try await status(3) == 400)
    #expect(try await status(4) == 413)
  }

  private static let slowHead = Array(
    "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(bytes)\r\nContent-Length: 784\r\n\r\n".utf8)

  /// While one sends its body, others beyond the limit are told to come again; it has its answer all the same.
  @Test func onlySoManyAreAnsweredAtATime() async throws {
    let server = try await RunningServer(model) {
      $0.mostRequests = 1
      // However long the machine takes.
      $0.patience = .seconds(3600)
    }
    let isTold = Flag()
    async let slow = HTTPExchange.raw(Self.slowHead + [1, 2, 3], to: server.port) { connection in
      while !isTold.isSet { usleep(1000) }
      connection.send([UInt8](repeating: 0, count: 781))
      // The server keeps the connection for more; this one has sent all that it wants to.
      connection.finish()
    }
    var other = try await HTTPExchange.send("GET /health", to: server.port)
    for _ in 0..<10_000 where other.status != 503 {
      try await Task.sleep(for: .milliseconds(5))
      other = try await HTTPExchange.send("GET /health", to: server.port)
    }
    #expect(other.status == 503)
    #expect(other.headers["retry-after"] == "1")
    isTold.set()
    #expect(try await slow.status == 200)
    #expect(try await HTTPExchange.send("GET /health", to: server.port).status == 200)
  }

  @Test func whoeverSendsALittleNowAndThenIsToldThatTimeIsUp() async throws {
    let server = try await RunningServer(model) { $0.patience = .seconds(1) }
    let answer = try await HTTPExchange.raw(Self.slowHead, to: server.port) { connection in
      for _ in 0..<300 where !connection.hasAnswer {
        connection.send([1])
        usleep(200_000)
      }
    }
    #expect(answer.status == 408)
    #expect(answer.error["expected"] == "all of it within 1 s")
  }

  @Test func whoeverFallsSilentIsLeft() async throws {
    let server = try await RunningServer(model) { $0.patience = .seconds(1) }
    // It ends at all, without an answer.
    #expect(await (try? HTTPExchange.raw(Self.slowHead + [1, 2, 3], to: server.port)) == nil)
    #expect(try await HTTPExchange.send("GET /health", to: server.port).status == 200)
  }
}

/// Something that one thread tells another.
private final class Flag: Sendable {
  private let value = Atomic(false)
  var isSet: Bool { value.load(ordering: .acquiring) }
  func set() { value.store(true, ordering: .releasing) }
}
