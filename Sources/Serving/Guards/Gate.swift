internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import StrataFiles

/// What every request passes first, and every answer last, in one step: who may ask, how many at a time, and the form of
/// errors.
struct Gate: RouterMiddleware {
  let load: Load
  let origin: OriginGuard
  let token: TokenGuard?
  /// By which methods each path can be asked.
  let methods: [String: String]

  func handle(
    _ request: Request, context: ServingContext,
    next: (Request, ServingContext) async throws -> Response
  ) async throws -> Response {
    load.begin()
    defer { load.end() }
    var response: Response
    do {
      try load.check()
      try origin.check(request)
      try token?.check(request)
      try checkBody(of: request)
      response = try await next(request, context)
    } catch {
      response = try ErrorAnswer(whatever: error, to: request, allowing: methods[request.uri.path]).response
      if request.hasBody { leave(context.channel, &response) }
    }
    for field in Self.fields { response.headers[field.name] = field.value }
    return request.method == .head ? response.createHeadResponse() : response
  }

  /// Refuses a body where none is asked for: nobody would read it, and so nobody would see how long it is.
  private func checkBody(of request: Request) throws(ErrorAnswer) {
    guard request.hasBody, request.method == .get || request.method == .head,
      methods[request.uri.path]?.contains("GET") ?? true
    else { return }
    throw ErrorAnswer(
      .badRequest, at: "body", expected: "none with \(request.method)", found: "one",
      advice: "leave it out; /openapi.json says what is asked with one")
  }

  /// Ends the connection of a request whose body may not have been read: else all of it would be taken, however long that
  /// is, before the next.
  private func leave(_ channel: any Channel, _ response: inout Response) {
    response.headers[.connection] = "close"
    // Time for the answer to arrive: bytes that nobody reads would cut it off.
    channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
  }

  /// Answers are what they are called, are not to be kept, and tell other sites nothing.
  private static let fields: HTTPFields = {
    var fields: HTTPFields = [.xContentTypeOptions: "nosniff", .cacheControl: "no-store"]
    if let name = HTTPField.Name("Referrer-Policy") { fields[name] = "no-referrer" }
    return fields
  }()
}

extension Request {
  fileprivate var hasBody: Bool {
    headers[.transferEncoding] != nil || headers[.contentLength].map { $0 != "0" } ?? false
  }
}
