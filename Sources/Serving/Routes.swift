internal import HTTPTypes
internal import Hummingbird
internal import StrataDatasets
internal import StrataFiles
internal import StrataInference
internal import StrataLinearAlgebra

/// What the server answers to.
struct Routes {
  let model: ServedModel
  /// The page at `/`, and its weights where it asks for them.
  let page: ServedPage
  /// What the server says of itself.
  let description: ServerDescription
  let options: ServerOptions

  typealias Context = BasicRequestContext

  func router() -> Router<Context> {
    let router = Router(context: Context.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: SafeHeaders())
    router.add(middleware: ErrorAnswers())
    router.add(middleware: LoadGuard(most: options.mostRequests))
    router.add(middleware: OriginGuard(isLoopback: options.isLoopback))
    if let token = options.token { router.add(middleware: TokenGuard(token: token)) }
    router.get("/") { _, _ in page.response }
    router.get("/weights") { _, _ in try page.weightsResponse }
    router.get("/health") { _, _ in Answer.json("{\"status\":\"ok\"}\n") }
    router.get("/model") { _, _ in Answer.json(description.model) }
    router.get("/openapi.json") { _, _ in Answer.json(description.openAPI) }
    router.post("/predict") { request, _ in try await predict(request) }
    router.post("/encode") { request, _ in try await encode(request) }
    router.post("/score") { request, _ in try await score(request) }
    refuseOtherMethods(
      on: ["/", "/weights", "/health", "/model", "/openapi.json"], but: [.get, .head], router)
    refuseOtherMethods(on: ["/predict", "/encode", "/score"], but: [.post], router)
    return router
  }

  private func refuseOtherMethods(
    on paths: [String], but allowed: [HTTPRequest.Method], _ router: Router<Context>
  ) {
    let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
    for path in paths {
      for method in methods where !allowed.contains(method) {
        router.on(RouterPath(path), method: method) { _, _ -> Response in
          var answer = ErrorAnswer(
            .methodNotAllowed, at: path, expected: allowed.map(\.rawValue).listed(), found: method.rawValue,
            advice: "/openapi.json says how it is asked")
          answer.headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
          throw answer
        }
      }
    }
  }

  private func predict(_ request: Request) async throws -> Response {
    let best = try count(in: request, "best", otherwise: 3)
    let scores = try await model.values(.predict, of: rows(of: request))
    return Answer.matrix(scores, accept: accepted(by: request))
      ?? Answer.predictions(scores, of: model.model, best: best)
  }

  private func encode(_ request: Request) async throws -> Response {
    let node = try model.node(request.uri.queryParameters["node"].map(String.init))
    let codes = try await model.values(.encode(node: node), of: rows(of: request))
    return Answer.matrix(codes, accept: accepted(by: request)) ?? Answer.codes(codes, node: node)
  }

  private func score(_ request: Request) async throws -> Response {
    let errors = try await model.values(.score, of: rows(of: request))
    return Answer.matrix(errors, accept: accepted(by: request)) ?? Answer.scores(errors, of: model.model)
  }

  // MARK: Requests

  private func rows(of request: Request) async throws -> RawValues {
    let type = mediaType(request.headers[.contentType])
    let body = try await request.bytes(atMost: options.largestBody, within: options.patience)
    let reader = RequestRows(encoding: model.model.encoding, most: options.mostRows)
    let numbers = request.uri.queryParameters["dtype"].map(String.init)
    guard let values = try reader.values(body, type: type, numbers: numbers) else {
      throw ErrorAnswer(
        .unsupportedMediaType, at: "Content-Type", expected: RequestRows.types.listed(),
        found: type.isEmpty ? "none" : type, advice: "say what the body is")
    }
    return values
  }

  private func accepted(by request: Request) -> String? { request.headers[.accept].map(mediaType) }

  /// A media type without its parameters.
  private func mediaType(_ field: String?) -> String {
    (field ?? "").prefix { $0 != ";" && $0 != "," }.trimmingSpaces.lowercased()
  }

  private func count(in request: Request, _ name: String, otherwise: Int) throws -> Int {
    guard let text = request.uri.queryParameters[name[...]] else { return otherwise }
    guard let count = Int(text), count > 0 else {
      throw ErrorAnswer(
        .badRequest, at: name, expected: "a whole number from 1", found: String(text), advice: "give one")
    }
    return count
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    var text = self.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
