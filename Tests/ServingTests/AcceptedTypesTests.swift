import StrataFiles
import Testing

@testable import StrataServing

/// Which media type an answer has, by what a client takes.
struct AcceptedTypesTests {
  private static let offered = ["application/json", "application/octet-stream", "application/x-npy"]

  @Test(arguments: [
    (nil, "application/json"), ("", "application/json"), ("*/*", "application/json"),
    ("application/*", "application/json"), ("application/x-npy", "application/x-npy"),
    ("Application/X-NPY ; q=0.5", "application/x-npy"),
    ("application/x-npy, */*", "application/x-npy"),
    ("application/json, application/x-npy", "application/json"),
    ("application/x-npy, application/json", "application/x-npy"),
    ("application/x-npy;q=0.2, application/json;q=0.1", "application/x-npy"),
    ("application/json;q=0, */*", "application/octet-stream"),
    ("text/html, application/octet-stream;q=0.1", "application/octet-stream"),
    ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
  ])
  func theOneThatIsLikedBest(field: String?, type: String) throws {
    #expect(try AcceptedTypes(field).best(of: Self.offered) == type)
  }

  @Test(arguments: [
    "text/html", "image/*", "*/*;q=0", "application/json;q=0, application/*;q=0.0", "nonsense",
  ])
  func noneOfThem(field: String) {
    let error = #expect(throws: ErrorAnswer.self) { try AcceptedTypes(field).best(of: Self.offered) }
    #expect(error?.error.place == "Accept")
    #expect(error?.error.found == field)
  }

  @Test func theNearestItemIsNamed() async throws {
    let server = try await RunningServer(RunningServer.digits)
    let answer = try await HTTPExchange.send(
      "/predict?bets=2", to: server.port, type: "application/octet-stream", Array(repeating: 1, count: 784))
    #expect(answer.error["advice"] == "did you mean best?", "\(answer.text)")
    #expect(answer.error["found"] == "bets")
  }
}
