internal import HTTPTypes
internal import Hummingbird
internal import StrataFiles

/// Lets nobody in without the token: in `Authorization: Bearer …`, or for the page, which a browser asks for without such
/// a field, in its address.
struct TokenGuard {
  let token: String

  func check(_ request: Request) throws(ErrorAnswer) {
    var given = bearer(of: request)
    if request.uri.path == "/", let word = request.uri.queryParameters["token"] { given = String(word) }
    guard let given, Self.areEqual(given, token) else {
      var answer = ErrorAnswer(
        .unauthorized, at: "Authorization", expected: "Bearer and the token of this server",
        found: given == nil ? "none" : "another", advice: "ask who runs the server for its token")
      answer.headers[.wwwAuthenticate] = "Bearer"
      if request.uri.path == "/", request.accepted?.contains("text/html") == true {
        answer.page = String(decoding: PackageResources.sign_in_html, as: UTF8.self)
      }
      throw answer
    }
  }

  private func bearer(of request: Request) -> String? {
    guard let field = request.headers[.authorization], field.lowercased().hasPrefix("bearer ") else {
      return nil
    }
    return String(field.dropFirst("bearer ".count))
  }

  /// Compares in a time that does not tell how many characters are right.
  private static func areEqual(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
