/// Bad input: where it is, what was expected, what was found, and what to do about it.
///
/// ```
/// train-images-idx3-ubyte.gz: expected 60000 images of 28 × 28, found the file ends after 31 of them;
/// put an intact copy in its place
/// ```
public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  public enum Kind: Sendable, CaseIterable {
    /// Something was asked for that does not exist, or that does not go together.
    case usage
    /// A file does not hold what it should.
    case malformedData
    /// A file or folder is not there.
    case missingInput
    /// This build or this machine cannot do what was asked.
    case unavailable
    /// Training went wrong: the numbers are no longer finite.
    case numericalFailure
    /// A file or folder cannot be written.
    case cannotWrite
    /// A file cannot be read, or a transfer failed.
    case inputOutput
    /// A recipe, or a setting of training, asks for something impossible.
    case recipe
  }

  /// What went wrong.
  public let kind: Kind
  /// Where: a file with its path, a setting, a node of a graph.
  public let place: String
  /// What was expected there.
  public let expected: String
  /// What was found instead.
  public let found: String
  /// What to do next. A program words it with its own commands: `Wording.worded(by:)`.
  public let advice: Wording

  /// An error at a place.
  public init(_ kind: Kind, at place: String, expected: String, found: String, advice: Wording) {
    self.kind = kind
    self.place = place
    self.expected = expected
    self.found = found
    self.advice = advice
  }

  /// The same error at a place that says more.
  package func moved(to place: String, _ kind: Kind? = nil) -> InputError {
    InputError(kind ?? self.kind, at: place, expected: expected, found: found, advice: advice)
  }

  /// One line: place, expected, found, advice.
  ///
  /// What comes from a file cannot command the terminal: control characters are escaped, and of a very
  /// long part only the beginning is shown.
  public var description: String {
    "\(place.shown): expected \(expected.shown), found \(found.shown); \(advice.description.shown)"
  }
}

extension String {
  /// The text in one line of at most 1,000 characters; of the others only that there are more.
  fileprivate var shown: String {
    let limit = 1000
    let shown = unicodeScalars.prefix(limit).map { scalar in
      scalar.isShownAsItIs ? String(scalar) : scalar.escaped(asASCII: true)
    }
    return shown.joined() + (unicodeScalars.dropFirst(limit).isEmpty ? "" : "…")
  }
}

extension Unicode.Scalar {
  /// False for what a terminal obeys instead of showing it: controls, line breaks, changes of direction.
  fileprivate var isShownAsItIs: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
