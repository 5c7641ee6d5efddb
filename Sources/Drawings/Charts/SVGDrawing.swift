internal import Foundation

/// Elements of an SVG picture, collected one by one: every text escaped, numbers with one digit after the
/// point, so that equal drawings are equal text.
package struct SVGDrawing {
  /// A value of an attribute.
  package enum Value: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByFloatLiteral,
    ExpressibleByIntegerLiteral
  {
    case text(String)
    case number(Double)

    package init(stringLiteral value: String) { self = .text(value) }
    package init(floatLiteral value: Double) { self = .number(value) }
    package init(integerLiteral value: Int) { self = .number(Double(value)) }

    fileprivate var written: String {
      switch self {
      case .text(let text): text.markupEscaped
      case .number(let number): String(pixels: number)
      }
    }
  }

  private(set) var lines: [String] = []

  /// An empty drawing.
  package init() {}

  /// Adds an element, with words in it or without.
  package mutating func add(
    _ name: String, _ attributes: KeyValuePairs<String, Value>, _ words: String? = nil
  ) {
    let start = name + attributes.map { " \($0.key)=\"\($0.value.written)\"" }.joined()
    lines.append(words.map { "<\(start)>\($0.markupEscaped)</\(name)>" } ?? "<\(start)/>")
  }

  /// Adds an element that explains itself where a pointer rests on it.
  package mutating func add(_ name: String, _ attributes: KeyValuePairs<String, Value>, hint: String) {
    let start = name + attributes.map { " \($0.key)=\"\($0.value.written)\"" }.joined()
    lines.append("<\(start)><title>\(hint.markupEscaped)</title></\(name)>")
  }

  /// Adds what is drawn in `body` as a group.
  package mutating func group(_ className: String, _ body: (inout SVGDrawing) -> Void) {
    lines.append("<g class=\"\(className.markupEscaped)\">")
    body(&self)
    lines.append("</g>")
  }
}

extension String {
  /// A length in pixels with at most one digit after the point: `12.5`, `40`.
  package init(pixels: Double) {
    let tenths = (10 * pixels).rounded()
    let isWhole = tenths.truncatingRemainder(dividingBy: 10) == 0
    // Minus zero is zero.
    self.init(tenths == 0 ? 0 : tenths / 10, decimals: isWhole ? 0 : 1)
  }

  /// Printable text in which no character means anything to XML or HTML, within a tag or between tags.
  package var markupEscaped: String {
    printable.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }

  /// About how wide the text is in a sans-serif font of a size, in pixels; rather too wide than too narrow.
  package func width(atSize size: Double) -> Double {
    size
      * reduce(0) { width, character in
        switch character {
        case "i", "j", "l", "t", "f", "r", ".", ",", ":", ";", "'", "|", "!", "(", ")", "[", "]", " ", "I":
          width + 0.36
        case "m", "w", "M", "W", "%", "@", "—": width + 0.92
        case _ where character.isUppercase: width + 0.7
        default: width + 0.6
        }
      }
  }
}
