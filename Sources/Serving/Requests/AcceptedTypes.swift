internal import HTTPTypes
internal import StrataFiles

/// The media types that a client takes, by its field `Accept` (RFC 9110, section 12.5.1).
struct AcceptedTypes {
  /// What the client wrote; nil where it takes anything.
  private let field: String?
  /// Types or ranges of them with how much each is liked, from 0 for not at all to 1.
  private let ranges: [(range: String, weight: Double)]

  /// - Parameter field: nil where the request has none.
  init(_ field: String?) {
    self.field = field
    ranges = (field ?? "").split(separator: ",").map { part in
      let pieces = part.split(separator: ";").map { String($0.filter { !$0.isWhitespace }).lowercased() }
      let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
      return (pieces.first ?? "", weight ?? 1)
    }
  }

  /// The one of some types that is liked best; of those that are liked alike the one that the client names first, and
  /// where it names none of them the first of all.
  ///
  /// - Parameter offered: what there is, without parameters, that which is sent unasked first.
  /// - Throws: `ErrorAnswer` 406 where it takes none of them.
  func best(of offered: [String]) throws(ErrorAnswer) -> String {
    guard !ranges.isEmpty else { return offered[0] }
    var best: (type: String, weight: Double, place: Int)?
    for type in offered {
      guard let (weight, place) = liking(of: type), weight > 0 else { continue }
      if best.map({ (weight, -place) > ($0.weight, -$0.place) }) ?? true { best = (type, weight, place) }
    }
    guard let best else {
      throw ErrorAnswer(
        .notAcceptable, at: "Accept", expected: (offered + ["*/*"]).joined(separator: ", "),
        found: field ?? "", advice: "ask for a type that this path has, or leave the field out")
    }
    return best.type
  }

  /// How much a type is liked, by the range that says most about it, and the place of that range; nil where none has it.
  private func liking(of type: String) -> (weight: Double, place: Int)? {
    let family = type.prefix { $0 != "/" } + "/*"
    for wanted in [type, String(family), "*/*"] {
      if let place = ranges.firstIndex(where: { $0.range == wanted }) { return (ranges[place].weight, place) }
    }
    return nil
  }
}
