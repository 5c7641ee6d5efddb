extension String {
  /// The text with spaces before it, so that it is `width` wide.
  package func leading(_ width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - count)) + self
  }
}
