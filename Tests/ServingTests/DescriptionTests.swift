import Crypto
import Foundation
import StrataClassifiers
import StrataDatasets
import StrataInference
import StrataLayerGraph
import StrataPretraining
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

  /// The page of a model of rows has a command on each line, to be copied.
  @Test func commandsStandOnLinesOfTheirOwn() async throws {
    let server = try await RunningServer(Self.rows())
    let page = try await HTTPExchange.send("GET /", to: server.port).text
    let lines = page.split(separator: "\n").filter { $0.contains("curl -H") }
    #expect(lines.count == 3)
    for line in lines { #expect(line.contains(" http://") && !line.contains("\\u{")) }
  }

  /// A model of three columns that predicts, encodes and scores.
  private static func rows() throws -> Model {
    let stack = try GreedyPretraining(layers: [
      .init(
        autoencoder: DenoisingAutoencoder(units: 2, corruption: .masking(0.1)),
        training: TrainingRecipe(epochs: 1, batchSize: 1, learningRate: 0.1))
    ]).untrained(inputs: 3, seed: 1)
    return try Model(
      classifier: Classifier(stack.droppingDecoders().attachingHead(classes: 2)), stack: stack,
      encoding: Encoding(layout: .columns(count: 3, names: nil), scaling: .asIs(low: 0, high: 1)),
      classNames: ["ash", "oak"])
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
