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
      router.on(RouterPath(entry.path), method: entry.method) { request, _ in
        try KnownQuery(entry.query, of: entry.path).check(request)
        // What cannot be sent is said before a body is read.
        let type = try AcceptedTypes(request.accepted).best(of: entry.types)
        return try await entry.answer(request, type)
      }
    }
    return router
  }

  /// A path with the method that it is asked by, and what answers.
  private struct Entry {
    let method: HTTPRequest.Method
    let path: String
    /// The media types of its answers, the one that is sent unasked first.
    var types = ["application/json"]
    /// The names of the items of its query.
    var query: [String] = []
    /// Answers in one of its types.
    let answer: @Sendable (Request, _ type: String) async throws -> Response
  }

  /// What numbers are sent as: JSON, raw Float32, or an array of NumPy.
  private static let numbers = [RequestRows.Form.json, .raw, .array].map(\.rawValue)

  private var table: [Entry] {
    [
      // A browser asks for the page without a field for the token.
      Entry(method: .get, path: "/", types: ["text/html"], query: ["token"]) { request, _ in
        page.response(at: request.head.authority ?? "localhost")
      },
      Entry(method: .get, path: "/weights", types: ["application/octet-stream"]) { _, _ in
        try page.weightsResponse
      },
      Entry(method: .get, path: "/health") { _, _ in Answer.json("{\"status\":\"ok\"}\n") },
      Entry(method: .get, path: "/model") { _, _ in Answer.json(description.model) },
      Entry(method: .get, path: "/openapi.json") { _, _ in Answer.json(description.openAPI) },
      Entry(
        method: .post, path: "/predict", types: Self.numbers, query: ["dtype", "best"], answer: predict),
      Entry(method: .post, path: "/encode", types: Self.numbers, query: ["dtype", "node"], answer: encode),
      Entry(method: .post, path: "/score", types: Self.numbers, query: ["dtype"], answer: score),
    ]
  }

  /// By which methods each path can be asked, as `Allow` lists them; HEAD goes with GET.
  var methods: [String: String] {
    table.reduce(into: [:]) { $0[$1.path] = $1.method == .get ? "GET, HEAD" : $1.method.rawValue }
  }

  @Sendable private func predict(_ request: Request, _ type: String) async throws -> Response {
    let best = try count(in: request, "best", otherwise: 3)
    let scores = try await values(.predict, for: request)
    return Answer.matrix(scores, as: type)
      ?? Answer.predictions(model.model.predictions(of: scores, best: best), model.model.measure, names)
  }

  @Sendable private func encode(_ request: Request, _ type: String) async throws -> Response {
    let node = try model.node(request.uri.queryParameters["node"].map(String.init))
    let codes = try await values(.encode(node: node), for: request)
    return Answer.matrix(codes, as: type) ?? Answer.codes(codes, node: node)
  }

  @Sendable private func score(_ request: Request, _ type: String) async throws -> Response {
    let errors = try await values(.score, for: request)
    return Answer.matrix(errors, as: type)
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

extension Request {
  /// All that it says of the types that it takes; nil where it says nothing.
  var accepted: String? {
    let fields = headers[values: .accept]
    return fields.isEmpty ? nil : fields.joined(separator: ", ")
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    var text = self.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
