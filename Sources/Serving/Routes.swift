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
  private let load: Load
  private let rows: RequestRows
  /// The names of classes, as JSON writes them.
  private let names: [String]

  init(model: ServedModel, page: ServedPage, description: ServerDescription, options: ServerOptions) {
    (self.model, self.page, self.description, self.options) = (model, page, description, options)
    load = Load(mostRequests: options.mostRequests, mostBytes: options.mostBytes)
    rows = RequestRows(encoding: model.model.encoding, most: options.mostRows)
    names = model.model.classNames.map(JSONText.quote)
  }

  func router() -> Router<ServingContext> {
    let router = Router(context: ServingContext.self, options: .autoGenerateHeadEndpoints)
    router.add(
      middleware: Gate(
        load: load, origin: OriginGuard(options), token: options.token.map { TokenGuard(token: $0) },
        methods: methods))
    for entry in table {
      router.on(RouterPath(entry.path), method: entry.method) { request, _ in try await entry.answer(request)
      }
    }
    return router
  }

  /// A path with the method that it is asked by, and what answers.
  private struct Entry {
    let method: HTTPRequest.Method
    let path: String
    let answer: @Sendable (Request) async throws -> Response
  }

  private var table: [Entry] {
    [
      Entry(method: .get, path: "/") { _ in page.response },
      Entry(method: .get, path: "/weights") { _ in try page.weightsResponse },
      Entry(method: .get, path: "/health") { _ in Answer.json("{\"status\":\"ok\"}\n") },
      Entry(method: .get, path: "/model") { _ in Answer.json(description.model) },
      Entry(method: .get, path: "/openapi.json") { _ in Answer.json(description.openAPI) },
      Entry(method: .post, path: "/predict", answer: predict),
      Entry(method: .post, path: "/encode", answer: encode),
      Entry(method: .post, path: "/score", answer: score),
    ]
  }

  /// By which methods each path can be asked, as `Allow` lists them; HEAD goes with GET.
  var methods: [String: String] {
    table.reduce(into: [:]) { $0[$1.path] = $1.method == .get ? "GET, HEAD" : $1.method.rawValue }
  }

  @Sendable private func predict(_ request: Request) async throws -> Response {
    let best = try count(in: request, "best", otherwise: 3)
    let scores = try await values(.predict, for: request)
    return Answer.matrix(scores, accept: accepted(by: request))
      ?? Answer.predictions(model.model.predictions(of: scores, best: best), model.model.measure, names)
  }

  @Sendable private func encode(_ request: Request) async throws -> Response {
    let node = try model.node(request.uri.queryParameters["node"].map(String.init))
    let codes = try await values(.encode(node: node), for: request)
    return Answer.matrix(codes, accept: accepted(by: request)) ?? Answer.codes(codes, node: node)
  }

  @Sendable private func score(_ request: Request) async throws -> Response {
    let errors = try await values(.score, for: request)
    return Answer.matrix(errors, accept: accepted(by: request))
      ?? Answer.scores(errors.elements.map { model.model.score(ofError: $0) }, of: model.model)
  }

  // MARK: Requests

  /// What the model makes of the rows of a request.
  private func values(_ work: ServedModel.Work, for request: Request) async throws -> Matrix {
    let type = mediaType(request.headers[.contentType])
    guard let form = RequestRows.Form(rawValue: type) else {
      throw ErrorAnswer(
        .unsupportedMediaType, at: "Content-Type",
        expected: RequestRows.Form.allCases.map(\.rawValue).listed(),
        found: type.isEmpty ? "none" : type, advice: "say what the body is")
    }
    let numbers = try RequestRows.Numbers(request.uri.queryParameters["dtype"].map(String.init))
    // What cannot be done is said before a body is read.
    let values = try model.doing(work)
    return try await request.withBody(
      atMost: options.largestBody, within: options.patience, of: load
    ) { body in
      try await values(rows.values(body, form, numbers: numbers))
    }
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
