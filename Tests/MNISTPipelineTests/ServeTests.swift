import Foundation
import StrataTestSupport
import Testing

/// The server as a user starts it, asks it and ends it.
struct ServeTests {
  private static let model = Program.models.appending(path: "digits.safetensors").path

  /// The port of the address that a running server has printed.
  private func port(of running: Program.Running) throws -> Int {
    var port: Int?
    _ = try running.wait {
      port = try running.output().firstMatch(of: /^http:\/\/[^\/]*:(\d+)\/\n/).flatMap { Int($0.1) }
      return port != nil
    }
    return try #require(port)
  }

  /// What bash gets for a request, without any other program.
  private func ask(_ program: Program, _ port: Int, _ request: String) throws -> String {
    try program.inShell(
      "exec 3<>/dev/tcp/127.0.0.1/\(port); printf '\(request) HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3; cat <&3"
    ).output
  }

  @Test(arguments: [SIGTERM, SIGINT]) func itAnswersAndEndsInOrder(signal: Int32) throws {
    let program = try Program()
    let running = try program.start("serve \(Self.model) --port 0 --threads 1")
    let port = try port(of: running)
    #expect(try ask(program, port, "GET /health").hasSuffix("{\"status\":\"ok\"}\n"))
    let page = try ask(program, port, "GET /")
    #expect(page.hasPrefix("HTTP/1.1 200 OK\r\n") && page.hasSuffix("</html>\n"))
    running.signal(signal)
    let outcome = try running.outcome()
    #expect(outcome.status == 0)
    #expect(outcome.output == "http://127.0.0.1:\(port)/\n")
    #expect(outcome.error.isEmpty)
  }

  @Test func aPortThatIsTakenIsSaid() throws {
    let program = try Program()
    let running = try program.start("serve \(Self.model) --port 0 --threads 1")
    let port = try port(of: running)
    let second = try program("serve \(Self.model) --port \(port) --threads 1")
    #expect(second.status == 69)
    #expect(second.output.isEmpty)
    #expect(second.error.hasPrefix("error: 127.0.0.1:\(port): expected an address to listen at, found "))
    #expect(second.error.hasSuffix("choose another port with --port, or 0 for any that is free\n"))
  }

  @Test func whatMakesNoServerIsRefused() throws {
    let program = try Program()
    try program.folder.write("short\n", to: "token")
    for (line, status, words) in [
      (
        "--host 0.0.0.0", 64, "--host 0.0.0.0: expected a token, as others can reach that address, found none"
      ),
      (
        "--token-file token", 65,
        "token: expected a token of 16 characters or more in its first line, found 5"
      ),
      ("--token-file none", 66, "none: expected"),
      ("--port 70000", 64, "--port is 0 to 65535, not 70000."),
      ("--largest 0", 64, "--largest is 1 to 1024, not 0."),
      ("--host no.such.host.invalid --token-file long", 69, "no.such.host.invalid:0: expected an address"),
    ] as [(String, Int32, String)] {
      try program.folder.write("a token that is long enough\n", to: "long")
      let port = line.contains("--port") ? "" : " --port 0"
      let outcome = try program("serve \(Self.model) --threads 1\(port) \(line)")
      #expect(outcome.status == status, "\(line): \(outcome.error)")
      #expect(outcome.error.lowercased().contains(words.lowercased()), "\(line): \(outcome.error)")
    }
  }

  @Test func thePageIsAFileToo() throws {
    let program = try Program()
    let outcome = try program("export \(Self.model) -o demo.html")
    #expect(outcome.status == 0 && outcome.output == "demo.html\n")
    let page = try String(contentsOf: program.folder("demo.html"), encoding: .utf8)
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n") && page.utf8.count > 2_000_000)
    let refused = try program("export \(Self.model) -o demo.html --output codes")
    #expect(refused.status == 64)
    #expect(refused.error.contains("A .html file holds the whole model: leave --output and --node out."))
  }

  /// Whoever knows the first line of the file is let in, and nobody else.
  @Test func aTokenIsTheFirstLineOfItsFile() throws {
    let program = try Program()
    try program.folder.write("0123456789abcdef0123\nnot this\n", to: "token")
    let model = Program.models.appending(path: "digits.safetensors").path
    let outcome = try program.inShell(
      """
      $P serve '\(model)' --port 0 --token-file token --threads 1 --quiet > address &
      until [ -s address ]; do sleep 0.1; kill -0 $! || exit 1; done
      port=$(sed 's/.*:\\([0-9]*\\).*/\\1/' address)
      for token in 0123456789abcdef0123 0123456789abcdef0124; do
        exec 3<>/dev/tcp/127.0.0.1/$port
        printf 'GET /health HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n' >&3
        printf 'Authorization: Bearer %s\\r\\n\\r\\n' $token >&3
        head -1 <&3
      done
      kill $!; wait
      """)
    #expect(outcome.output.contains(/(?s)200 OK.*401 Unauthorized/), "\(outcome.output) \(outcome.error)")
  }
}
