/// Text from a file as it is shown in an error: in quotes, control characters escaped, not too long.
package func quoted(_ text: String) -> String {
  let scalars = text.unicodeScalars
  let shown = String(String.UnicodeScalarView(scalars.prefix(60)))
  return shown.debugDescription + (scalars.dropFirst(60).isEmpty ? "" : "…")
}
