internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOHTTP1
internal import StrataFiles

/// An error as a client is told: where, what was expected and found, and what to do.
struct ErrorAnswer: Error {
  let status: HTTPResponse.Status
  let error: InputError
  /// Header fields besides.
  var headers = HTTPFields()
  /// What people are shown in place of it, in HTML.
  var page: String?

  init(_ status: HTTPResponse.Status, at place: String, expected: String, found: String, advice: Wording) {
    self.status = status
    error = InputError(.usage, at: place, expected: expected, found: found, advice: advice)
  }

  /// What bad input is answered with.
  private init(_ error: InputError) {
    self.error = error
    status =
      switch error.kind {
      case .usage, .malformedData, .numericalFailure, .recipe: .badRequest
      case .missingInput, .unavailable: .notFound
      case .cannotWrite, .inputOutput: .internalServerError
      }
  }

  /// What any error is answered with, so that none reaches a client in another form.
  ///
  /// - Parameter methods: by which the path of the request can be asked; nil where nothing is there.
  /// - Throws: what ends the connection without an answer: bytes that are no request.
  init(whatever error: any Error, to request: Request, allowing methods: String?) throws {
    switch error {
    case let error as ErrorAnswer: self = error
    case let error as InputError: self.init(error)
    case is HTTPParserError, is CancellationError: throw error
    case let error as any HTTPResponseError where error.status == .notFound && methods != nil:
      self.init(
        .methodNotAllowed, at: request.uri.path, expected: methods ?? "", found: request.method.rawValue,
        advice: "/openapi.json says how it is asked")
      headers[.allow] = methods
    case let error as any HTTPResponseError where error.status == .notFound:
      self.init(
        .notFound, at: request.uri.path, expected: "a path of this server",
        found: "\(request.method) \(request.uri.path)", advice: "/openapi.json lists them all")
    default:
      self.init(
        .internalServerError, at: request.uri.path, expected: "a model that can do this", found: "\(error)",
        advice: "/model says what the model has")
    }
  }

  var response: Response {
    let members = [
      ("at", error.place), ("expected", error.expected), ("found", error.found),
      ("advice", error.advice.description),
    ]
    let text = members.map { "\"\($0)\":\(JSONText.quote($1))" }.joined(separator: ",")
    var response =
      page.map { Answer.bytes(ByteBuffer(string: $0), type: "text/html; charset=utf-8", status: status) }
      ?? Answer.json("{\"error\":{\(text)}}\n", status: status)
    for field in headers { response.headers[field.name] = field.value }
    return response
  }
}
