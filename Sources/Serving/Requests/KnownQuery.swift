internal import HTTPTypes
internal import Hummingbird
internal import StrataFiles

/// The items that a path knows in a request's query: `best` and `dtype` of `/predict?best=2`.
struct KnownQuery {
  private let path: String
  private let names: [String]

  init(_ names: [String], of path: String) { (self.names, self.path) = (names, path) }

  /// Throws where an item is none of these, as it would change nothing and be taken for something that it did.
  func check(_ request: Request) throws(ErrorAnswer) {
    for item in request.uri.queryParameters where !names.contains(String(item.key)) {
      let name = String(item.key)
      throw ErrorAnswer(
        .badRequest, at: path,
        expected: names.isEmpty ? "no query" : "in the query: " + names.joined(separator: ", "), found: name,
        advice: names.nearest(to: name).map { "did you mean \($0)?" }
          ?? "leave it out; /openapi.json lists what there is")
    }
  }
}
