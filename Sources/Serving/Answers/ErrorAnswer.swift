internal import HTTPTypes
internal import Hummingbird
internal import StrataFiles

/// An error as a client is told: where, what was expected and found, and what to do.
struct ErrorAnswer: Error {
  let status: HTTPResponse.Status
  let error: InputError
  /// Header fields besides.
  var headers = HTTPFields()

  init(_ status: HTTPResponse.Status, at place: String, expected: String, found: String, advice: Wording) {
    self.status = status
    error = InputError(.usage, at: place, expected: expected, found: found, advice: advice)
  }

  /// What bad input is answered with.
  init(_ error: InputError) {
    self.error = error
    status =
      switch error.kind {
      case .usage, .malformedData, .numericalFailure, .recipe: .badRequest
      case .missingInput, .unavailable: .notImplemented
      case .cannotWrite, .inputOutput: .internalServerError
      }
  }

  var response: Response {
    let members = [
      ("at", error.place), ("expected", error.expected), ("found", error.found),
      ("advice", error.advice.description),
    ]
    let text = members.map { "\"\($0)\":\(JSONText.quote($1))" }.joined(separator: ",")
    var response = Answer.json("{\"error\":{\(text)}}\n", status: status)
    for field in headers { response.headers[field.name] = field.value }
    return response
  }
}

/// Makes an answer of every error, so that none reaches a client in another form.
struct ErrorAnswers<Context: RequestContext>: RouterMiddleware {
  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as ErrorAnswer {
      return error.response
    } catch let error as InputError {
      return ErrorAnswer(error).response
    } catch let error as any HTTPResponseError {
      return answer(to: error.status, request).response
    }
  }

  /// What the server library refuses.
  private func answer(to status: HTTPResponse.Status, _ request: Request) -> ErrorAnswer {
    switch status {
    case .notFound:
      ErrorAnswer(
        .notFound, at: request.uri.path, expected: "a path of this server",
        found: "\(request.method) \(request.uri.path)", advice: "/openapi.json lists them all")
    case .contentTooLarge:
      ErrorAnswer(
        .contentTooLarge, at: "body", expected: "a smaller one", found: "one beyond the limit",
        advice: "send fewer rows at once")
    default:
      ErrorAnswer(
        status, at: request.uri.path, expected: "a request of HTTP", found: "\(status)",
        advice: "/openapi.json says what is understood")
    }
  }
}
