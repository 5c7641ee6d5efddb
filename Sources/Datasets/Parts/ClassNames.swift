package import StrataFiles

extension [String] {
  /// Throws where two classes have one name: they are known by their names.
  package func requireDistinct(at place: String) throws(InputError) {
    var seen: Set<String> = []
    guard let double = first(where: { !seen.insert($0).inserted }) else { return }
    throw InputError(
      .malformedData, at: place, expected: "another name for each class",
      found: "\(quoted(double)) more than once", advice: "give each class a name of its own")
  }
}
