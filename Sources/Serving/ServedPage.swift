internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import StrataFiles
internal import StrataPlayground

/// The page at `/`: for a model of images the one to draw on, for others a few lines on how to ask.
struct ServedPage {
  private let html: String
  private let policy: String
  private let weights: [UInt8]?

  init(_ playground: Playground?, otherwise: String) {
    html = playground?.served ?? otherwise
    weights = playground?.weights
    // The page's own script, and nothing from elsewhere.
    let hash = Data(SHA256.hash(data: Data(Playground.script.utf8))).base64EncodedString()
    policy =
      "default-src 'none'; script-src 'sha256-\(hash)'; style-src 'unsafe-inline'; connect-src 'self'; "
      + "img-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  }

  var response: Response {
    var response = Answer.bytes(Array(html.utf8), type: "text/html; charset=utf-8")
    if let name = HTTPField.Name("Content-Security-Policy") { response.headers[name] = policy }
    return response
  }

  var weightsResponse: Response {
    get throws {
      guard let weights else {
        throw ErrorAnswer(
          .notFound, at: "/weights", expected: "a model of images", found: "one of rows",
          advice: "send rows to /predict")
      }
      return Answer.bytes(weights, type: "application/octet-stream")
    }
  }
}
