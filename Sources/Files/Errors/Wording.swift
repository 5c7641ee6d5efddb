/// A sentence for whoever uses the library, or a program of its own, in which what can be done is a value.
///
/// It is written as a string is, with a ``Remedy`` where a program may have a command or a flag to name:
///
/// ```swift
/// let advice: Wording = "make them smaller: \(.imageSize(height: 28, width: 28))"
/// print(advice)  // make them smaller: 28 × 28
/// ```
public struct Wording: Hashable, Sendable {
  private enum Piece: Hashable, Sendable {
    case text(String)
    case remedy(Remedy)
  }

  /// No two texts follow each other, so that equal sentences are equal however they were put together.
  private var pieces: [Piece] = []

  /// Plain words.
  public init(_ text: String) { append(text) }

  /// The sentence with the words that a program has for what can be done.
  public func worded(by words: (Remedy) -> String) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .remedy(let remedy): words(remedy)
      }
    }.joined()
  }

  /// Whether it tells what can be done in such a way.
  package func names(where isMeant: (Remedy) -> Bool) -> Bool {
    pieces.contains { if case .remedy(let remedy) = $0 { isMeant(remedy) } else { false } }
  }

  private mutating func append(_ text: String) {
    if case .text(let last) = pieces.last {
      pieces[pieces.count - 1] = .text(last + text)
    } else if !text.isEmpty {
      pieces.append(.text(text))
    }
  }

  private mutating func append(_ other: Wording) {
    for piece in other.pieces {
      if case .text(let text) = piece { append(text) } else { pieces.append(piece) }
    }
  }
}

extension Wording: CustomStringConvertible {
  /// The sentence in words that fit any user of the library.
  public var description: String { worded(by: \.description) }
}

extension Wording: ExpressibleByStringInterpolation {
  /// What is written without anything in it.
  public init(stringLiteral text: String) { self.init(text) }

  /// What is written with values in it.
  public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.wording }

  /// What is between the quotation marks.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var wording = Wording("")

    /// Nothing yet.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Words.
    public mutating func appendLiteral(_ literal: String) { wording.append(literal) }

    /// What can be done.
    public mutating func appendInterpolation(_ remedy: Remedy) { wording.pieces.append(.remedy(remedy)) }

    /// Another sentence, with what can be done in it.
    public mutating func appendInterpolation(_ other: Wording) { wording.append(other) }

    /// Anything else, as a string shows it.
    public mutating func appendInterpolation(_ value: some Any) { wording.append("\(value)") }
  }
}
