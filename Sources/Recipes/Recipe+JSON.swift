internal import Foundation
internal import Yams

extension Recipe {
  /// The recipe as JSON, its sections as objects; every key is there.
  package func json() throws -> String {
    let object = try Yams.load(yaml: yaml) ?? [String: Any]()
    let data = try JSONSerialization.data(
      withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self)
  }
}
