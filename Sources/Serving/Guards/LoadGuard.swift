internal import HTTPTypes
internal import Hummingbird
internal import StrataFiles
internal import Synchronization

/// Answers only so many requests at a time, and tells the others to come again, so that memory stays bounded.
struct LoadGuard<Context: RequestContext>: RouterMiddleware {
  let most: Int
  private let counter = Counter()

  init(most: Int) { self.most = most }

  private final class Counter: Sendable {
    let count = Atomic(0)
  }

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let count = counter.count.add(1, ordering: .relaxed).newValue
    defer { counter.count.subtract(1, ordering: .relaxed) }
    guard count <= most else {
      var answer = ErrorAnswer(
        .serviceUnavailable, at: "server", expected: "at most \(most) requests at a time", found: "\(count)",
        advice: "try again in a second")
      answer.headers[.retryAfter] = "1"
      throw answer
    }
    return try await next(request, context)
  }
}
