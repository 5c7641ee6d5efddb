/// A key of JSON whose name is known only when it is written.
package struct NamedKey: CodingKey {
  package let stringValue: String
  package var intValue: Int? { nil }

  /// A key of that name.
  package init(_ name: String) { stringValue = name }
  package init?(stringValue: String) { self.init(stringValue) }
  package init?(intValue: Int) { nil }
}
