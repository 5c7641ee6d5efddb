extension Sequence<String> {
  /// The first of some names, and how many more there are: `ash, oak, yew and 44 more`.
  package func listed(atMost most: Int = 12) -> String {
    let names = Array(self)
    let more = names.count - most
    return names.prefix(most).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }
}

/// Text from a file as it is shown in an error: in quotes, control characters escaped, not too long.
package func quoted(_ text: String) -> String {
  let scalars = text.unicodeScalars
  let shown = String(String.UnicodeScalarView(scalars.prefix(60)))
  return shown.debugDescription + (scalars.dropFirst(60).isEmpty ? "" : "…")
}
