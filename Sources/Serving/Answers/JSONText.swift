internal import NIOCore
internal import StrataFiles

/// JSON that is put together by hand: thousands of numbers as objects of an encoder would take longer than the network.
struct JSONText {
  private(set) var buffer = ByteBuffer()

  mutating func append(_ text: String) { buffer.writeString(text) }

  /// A number, with the fewest digits that tell it from all others.
  mutating func append(_ number: Float) { buffer.writeString("\(number)") }

  /// A list of numbers.
  mutating func append(_ numbers: some Sequence<Float>) {
    append("[")
    append(list: numbers) { $0.append($1) }
    append("]")
  }

  /// Elements with commas between them.
  mutating func append<Elements: Sequence>(
    list elements: Elements, _ body: (inout JSONText, Elements.Element) -> Void
  ) {
    var isFirst = true
    for element in elements {
      if !isFirst { append(",") }
      isFirst = false
      body(&self, element)
    }
  }

  /// A text, quoted and escaped.
  static func quote(_ text: String) -> String {
    (try? StrictJSON.encode(text, at: "text")).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}
