import Crypto
import Foundation
import StrataInference
import Testing

@testable import StrataServing

/// The description of the server against the server.
struct DescriptionTests {
  @Test func whatIsDescribedIsAnsweredAndNothingElse() async throws {
    let server = try await RunningServer(RunningServer.digits)
    let document = try await HTTPExchange.send("GET /openapi.json", to: server.port)
    let paths = try #require(try document.json()["paths"] as? [String: [String: Any]])
    #expect(
      Set(paths.keys) == [
        "/", "/health", "/model", "/weights", "/openapi.json", "/predict", "/encode", "/score",
      ])
    #expect(!document.text.contains("{{"))
    for (path, methods) in paths {
      for method in methods.keys {
        let answer = try await HTTPExchange.send("\(method.uppercased()) \(path)", to: server.port)
        // A body is missing, where one is needed; the path and the method are known.
        #expect(answer.status == (method == "get" ? 200 : 415), "\(method) \(path)")
        let responses = try #require((methods[method] as? [String: Any])?["responses"] as? [String: Any])
        #expect(responses["\(answer.status)"] != nil, "\(method) \(path) \(answer.status)")
      }
    }
  }

  @Test func theModelIsDescribed() async throws {
    let server = try await RunningServer(RunningServer.digits)
    let model = try await HTTPExchange.send("GET /model", to: server.port).json()
    #expect(model["inputs"] as? Int == 784)
    #expect(model["classes"] as? [String] == (0...9).map { "\($0)" })
    #expect(model["codes"] as? [String] == ["code.0", "code.1"])
  }

  /// A browser shows the page alone, lets its own script run, and no other.
  @Test func thePageAllowsItsOwnScriptAlone() async throws {
    let server = try await RunningServer(RunningServer.digits)
    let page = try await HTTPExchange.send("GET /", to: server.port)
    #expect(page.headers["content-type"] == "text/html; charset=utf-8")
    let policy = try #require(page.headers["content-security-policy"])
    // What a browser computes of what stands between the tags.
    let start = try #require(page.text.range(of: "<script>"))
    let script = try #require(page.text[start.upperBound...].components(separatedBy: "</script>").first)
    let hash = Data(SHA256.hash(data: Data(script.utf8))).base64EncodedString()
    #expect(policy.contains("default-src 'none'; script-src 'sha256-\(hash)'; "))
    #expect(
      !policy.contains("unsafe-eval") && !page.text.contains("http://") && !page.text.contains("https://"))
  }
}
