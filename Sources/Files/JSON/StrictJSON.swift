internal import Foundation

/// JSON of `Codable` values: stable when written, strict when read.
package enum StrictJSON {
  /// The longest text that is read, in bytes.
  package static let maximumLength = 16_000_000

  /// A value as JSON, keys sorted, so that equal values give equal bytes.
  ///
  /// Infinities and "not a number", which JSON lacks, become the strings `inf`, `-inf` and `nan`.
  package static func encode(
    _ value: some Encodable, at place: String, over lines: Bool = false
  ) throws(InputError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if lines { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.dateEncodingStrategy = .iso8601
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return [UInt8](try encoder.encode(value))
    } catch {
      throw InputError(
        .malformedData, at: place, expected: "a value that JSON can hold", found: "\(error)",
        advice: "report it: the program cannot write its own record")
    }
  }

  /// Reads a value; errors name `place` and give `advice`.
  package static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: ArraySlice<UInt8>, at place: String, advice: Wording
  ) throws(InputError) -> Value {
    guard bytes.count <= maximumLength else {
      throw InputError(
        .malformedData, at: place, expected: "at most \(maximumLength) bytes of JSON",
        found: "\(bytes.count)", advice: advice)
    }
    var reader = JSONReader(bytes, at: place, advice: advice)
    try reader.skipValue()
    try reader.end()

    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom(date)
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return try decoder.decode(type, from: Data(bytes))
    } catch {
      let (expected, found) = describe(error)
      throw InputError(.malformedData, at: place, expected: expected, found: found, advice: advice)
    }
  }

  /// As `.iso8601` does, but an error says where it is.
  private static func date(from decoder: any Decoder) throws -> Date {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let date = try? Date(text, strategy: .iso8601) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: quoted(text))
    }
    return date
  }

  /// What JSON calls the values of a Swift type.
  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    case is any BinaryInteger.Type: "a whole number"
    case is any BinaryFloatingPoint.Type: "a number"
    case is any RangeReplaceableCollection.Type: "a list"
    default: "an object with keys"
    }
  }

  private static func describe(_ error: any Error) -> (expected: String, found: String) {
    func path(_ context: DecodingError.Context) -> String {
      context.codingPath.isEmpty
        ? "the whole" : quoted(context.codingPath.map(\.stringValue).joined(separator: "."))
    }
    return switch error {
    case DecodingError.keyNotFound(let key, let context):
      ("the key \(quoted(key.stringValue)) in \(path(context))", "none")
    case DecodingError.typeMismatch(let type, let context):
      ("\(name(of: type)) for \(path(context))", "something else")
    case DecodingError.valueNotFound(let type, let context):
      ("\(name(of: type)) for \(path(context))", "null")
    case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty:
      // Foundation says no more of a number that does not fit its type.
      ("values in their ranges", "one that is not")
    case DecodingError.dataCorrupted(let context):
      ("a valid value for \(path(context))", context.debugDescription)
    default: ("a valid value", "\(error)")
    }
  }
}
