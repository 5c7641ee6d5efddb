internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import StrataDrawings
internal import StrataFiles
internal import StrataPlayground

/// The page at `/`: for a model of images the one to draw on, for others a few lines on how to ask.
struct ServedPage {
  private let html: String
  private let policy: String
  private let weights: ByteBuffer?

  init(_ playground: Playground?, otherwise: String) {
    html = playground?.served ?? otherwise
    weights = playground.map { ByteBuffer(bytes: $0.weights) }
    // The page's own script, and nothing from elsewhere.
    let script = Data(SHA256.hash(data: Data(Playground.script.utf8))).base64EncodedString()
    policy =
      "default-src 'none'; \(playground == nil ? "" : "script-src 'sha256-\(script)'; ")style-src 'unsafe-inline'; "
      + "connect-src 'self'; img-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  }

  /// The page; where it tells how to ask, by the address that it was asked for at.
  func response(at authority: String) -> Response {
    let text = weights == nil ? html.replacing("{{address}}", with: authority.markupEscaped) : html
    var response = Answer.bytes(ByteBuffer(string: text), type: "text/html; charset=utf-8")
    if let name = Self.policyField { response.headers[name] = policy }
    return response
  }

  private static let policyField = HTTPField.Name("Content-Security-Policy")

  var weightsResponse: Response {
    get throws {
      guard let weights else {
        throw ErrorAnswer(
          .notFound, at: "/weights", expected: "a model that has a page to draw on",
          found: "one that has none",
          advice: "send rows to /predict")
      }
      return Answer.bytes(weights, type: "application/octet-stream")
    }
  }
}
