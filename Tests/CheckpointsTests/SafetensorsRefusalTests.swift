import StrataCheckpoints
import StrataFiles
import StrataLinearAlgebra
import Testing

/// A file that must be refused, and a piece of the error that it must get.
struct HostileFile: Sendable, CustomTestStringConvertible {
  let bytes: [UInt8]
  let message: String
  /// True where we are stricter than the reference implementation.
  let isReadByReference: Bool
  var testDescription: String { message }

  init(
    _ header: String, length: UInt64? = nil, data: Int = 0, _ message: String,
    isReadByReference: Bool = false
  ) {
    self.init(file(header: header, length: length, data: data), message, isReadByReference: isReadByReference)
  }

  init(_ bytes: [UInt8], _ message: String, isReadByReference: Bool = false) {
    self.bytes = bytes
    self.message = message
    self.isReadByReference = isReadByReference
  }

  static func tensor(
    _ type: String = "U8", _ shape: String = "[1]", _ offsets: String = "[0,1]", name: String = "a"
  ) -> String {
    #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
  }

  static let all = frames + tensors

  /// Wrong as a whole.
  static let frames: [HostileFile] = [
    // The frame.
    HostileFile([], "expected 8 bytes with the length of the header, found 0"),
    HostileFile([1, 0, 0, 0, 0, 0, 0], "found 7"),
    HostileFile("{}", length: 3, "expected a header of 3 bytes, found 2 until the end of the file"),
    HostileFile("{}", length: 100_000_001, "at most 100000000 bytes, found 100000001"),
    HostileFile("{}", length: .max, "at most 100000000 bytes"),
    HostileFile("", "header, byte 0: expected '{', found the end"),
    HostileFile(" {}", "header, byte 0: expected '{', found the byte 0x20", isReadByReference: true),
    HostileFile("[]", "expected '{', found '['"),
    // Not JSON.
    HostileFile("{", "expected a string, found the end"),
    HostileFile("{}x", "expected the end of the text, found 'x'"),
    HostileFile("{}\0", "found the byte 0x0"),
    HostileFile("{\(tensor()),}", data: 1, "expected a string, found '}'"),
    HostileFile("{\(tensor()) \(tensor(name: "b"))}", data: 1, "expected ',' or '}', found '\"'"),
    HostileFile(#"{"a" {}}"#, "expected ':', found '{'"),
    HostileFile("{'a':{}}", "expected a string, found '''"),
    HostileFile("{\"a\nb\":{}}", "control characters to be escaped"),
    HostileFile(#"{"\x":{}}"#, "after a backslash"),
    HostileFile(#"{"\u12g4":{}}"#, "four hexadecimal digits"),
    HostileFile(#"{"\ud800":{}}"#, "half of one"),
    HostileFile(#"{"\udc00":{}}"#, "half of one"),
    HostileFile(#"{"\ud800\u0041":{}}"#, "the second half of a surrogate pair"),
    HostileFile(file(header: Array("{\"".utf8) + [0xff] + Array("\":{}}".utf8)), "expected valid UTF-8"),
    HostileFile(file(header: Array("{\"".utf8) + [0xc0, 0x80] + Array("\":{}}".utf8)), "valid UTF-8"),
    HostileFile(
      file(header: Array("{\"".utf8) + [0xed, 0xa0, 0x80] + Array("\":{}}".utf8)), "expected valid UTF-8"),
    HostileFile(file(header: Array("{}".utf8) + [0xff]), "found the byte 0xff"),
    // Nesting.
    HostileFile(String(repeating: #"{"a":"#, count: 1_000_000), "tensor \"a\": expected dtype"),
    HostileFile(#"{"a":"# + String(repeating: "[", count: 1_000_000), "expected an object, found '['"),
    HostileFile(tensorWithShape(String(repeating: "[", count: 1_000_000)), "a whole number, 0 or more"),
    HostileFile(
      #"{"__metadata__":"# + String(repeating: #"{"a":"#, count: 1_000_000), "expected a string, found '{'"),
    // Names.
    HostileFile(
      "{\(tensor()),\(tensor())}", data: 1, #"every name once, found "a" for the second time"#,
      isReadByReference: true),
    HostileFile(
      "{\(tensor()),\(tensor(name: #"\u0061"#))}", data: 1, "for the second time", isReadByReference: true),
    HostileFile(
      #"{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#, data: 1,
      #"tensor "a", header, byte 26: expected every name once"#),
    HostileFile(#"{"__metadata__":{},"__metadata__":{}}"#, #""__metadata__" for the second time"#),
    HostileFile(#"{"__metadata__":{"a":"1","a":"2"}}"#, #""a" for the second time"#, isReadByReference: true),
    // Metadata.
    HostileFile(#"{"__metadata__":{"a":1}}"#, "expected a string, found '1'"),
    HostileFile(#"{"__metadata__":{"a":null}}"#, "expected a string, found 'n'"),
    HostileFile(#"{"__metadata__":{"a":{}}}"#, "expected a string, found '{'"),
    HostileFile(#"{"__metadata__":[]}"#, "expected an object, found '['"),
    HostileFile(#"{"__metadata__":null}"#, "expected an object, found 'n'", isReadByReference: true),
    // The layout.
    HostileFile("{}", data: 1, "expected 0 bytes of data, found 1: trailing bytes"),
    // More than a header should hold.
    HostileFile(
      "{" + (0...10_000).map { tensor("U8", "[0]", "[0,0]", name: "\($0)") }.joined(separator: ",") + "}",
      "at most 10000 tensors", isReadByReference: true),
    HostileFile(
      #"{"__metadata__":{"# + (0...10_000).map { #""\#($0)":"""# }.joined(separator: ",") + "}}",
      "at most 10000 entries of metadata", isReadByReference: true),
  ]

  /// Wrong in a tensor, which the error must name: `a`, or the second, `b`.
  static let tensors: [HostileFile] = [
    // A tensor's description.
    HostileFile(#"{"a":1}"#, "expected an object, found '1'"),
    HostileFile(#"{"a":{}}"#, #"tensor "a": expected dtype, shape and data_offsets, found less than that"#),
    HostileFile(#"{"a":{"dtype":"U8","shape":[1]}}"#, "less than that"),
    HostileFile(#"{"a":{"dtype":"U8","extra":[]}}"#, #"found "extra""#),
    HostileFile("{\(tensor("F12"))}", data: 1, #"tensor "a": expected a dtype out of BOOL, U8"#),
    HostileFile("{\(tensor("f32"))}", data: 1, #"found "f32""#),
    HostileFile("{\(tensor("U8", "[-1]"))}", data: 1, "expected a whole number, 0 or more, found '-'"),
    HostileFile("{\(tensor("U8", "[1.0]"))}", data: 1, "expected a whole number, found '.'"),
    HostileFile("{\(tensor("U8", "[1e0]"))}", data: 1, "expected a whole number, found 'e'"),
    HostileFile("{\(tensor("U8", "[01]"))}", data: 1, "no digit after a leading 0"),
    HostileFile("{\(tensor("U8", "[\"1\"]"))}", data: 1, "expected a whole number, 0 or more"),
    HostileFile("{\(tensor("U8", "1"))}", data: 1, "expected an array, found '1'"),
    HostileFile("{\(tensor("U8", "[1,]"))}", data: 1, "expected a whole number, 0 or more, found ']'"),
    HostileFile(
      "{\(tensor("U8", "[9223372036854775808,0]", "[0,0]"))}", "at most 9223372036854775807",
      isReadByReference: true),
    HostileFile(
      "{\(tensor("U8", "[1\(String(repeating: ",1", count: 32))]"))}", data: 1, "at most 32 dimen",
      isReadByReference: true),
    HostileFile("{\(tensor("U8", "[1]", "[0]"))}", data: 1, "two data_offsets, begin and end, found [0]"),
    HostileFile("{\(tensor("U8", "[1]", "[0,1,2]"))}", data: 1, "at most 2 offsets, found more"),
    HostileFile("{\(tensor("U8", "[1]", "[1,0]"))}", data: 1, "two data_offsets, begin and end"),
    // Sizes.
    HostileFile("{\(tensor("U8", "[2]"))}", data: 1, #"tensor "a": expected 2 bytes for U8 [2], found 1"#),
    HostileFile("{\(tensor("F32", "[]"))}", data: 1, "expected 4 bytes for F32 [], found 1"),
    HostileFile("{\(tensor("U8", "[4294967296,4294967296]"))}", data: 1, "a size that fits 64 bits"),
    HostileFile("{\(tensor("U64", "[2305843009213693952]", "[0,0]"))}", "a size that fits 64 bits"),
    HostileFile(
      "{\(tensor("U8", "[9223372036854775807,2,0]", "[0,0]"))}", "a size that fits 64 bits",
      isReadByReference: true),
    // The layout.
    HostileFile("{\(tensor())}", data: 2, #"up to the end of tensor "a", found 2: trailing bytes"#),
    HostileFile("{\(tensor())}", data: 0, "expected 1 bytes of data up to the end of tensor \"a\", found 0"),
    HostileFile(
      "{\(tensor("U8", "[9223372036854775807]", "[0,9223372036854775807]"))}", data: 1, "a truncated file"),
    HostileFile(
      "{\(tensor("U8", "[1]", "[1,2]"))}", data: 2, #"tensor "a": expected its data at byte 0"#),
    HostileFile("{\(tensor()),\(tensor("U8", "[1]", "[2,3]", name: "b"))}", data: 3, "found 2: a hole"),
    HostileFile("{\(tensor()),\(tensor(name: "b"))}", data: 1, #"tensor "b": expected its data at byte 1"#),
    HostileFile(
      "{\(tensor("U8", "[3]", "[0,3]")),\(tensor("U8", "[1]", "[2,3]", name: "b"))}", data: 3, "an overlap"),
  ]

  private static func tensorWithShape(_ shape: String) -> String { "{" + tensor("U8", shape) + "}" }
}

@Suite struct SafetensorsRefusalTests {
  @Test(arguments: HostileFile.all) func isRefusedWithTheReason(hostile: HostileFile) {
    let error = inputError { _ = try Safetensors(hostile.bytes, at: "model.safetensors") }
    #expect(error?.kind == .malformedData)
    #expect(error?.description.contains(hostile.message) == true, "\(error?.description ?? "accepted")")
    #expect(error?.place.hasPrefix("model.safetensors") == true)
  }

  @Test(arguments: HostileFile.tensors) func theTensorIsNamed(hostile: HostileFile) {
    let error = inputError { _ = try Safetensors(hostile.bytes, at: "model.safetensors") }
    #expect(error?.description.contains(/tensor "[ab]"/) == true, "\(error?.description ?? "accepted")")
  }

  @Test(arguments: 0..<10) func everyTruncationIsRefused(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let bytes = generator.safetensors().encoded
    for count in 0..<bytes.count {
      // Spaces after the JSON are no part of it, but then the length is wrong.
      #expect(throws: (any Error).self) { try Safetensors(Array(bytes.prefix(count)), at: "test") }
    }
    #expect(throws: (any Error).self) { try Safetensors(bytes + [0], at: "test") }
  }

  /// A name from a file reaches the terminal in an error: not whole if it is long, not raw.
  @Test func hostileNamesAreShownHarmless() {
    let name = #"\u001b[2J"# + String(repeating: "x", count: 1_000_000)
    let error = inputError {
      _ = try Safetensors(
        file(header: "{\(HostileFile.tensor("U8", "[2]", name: name))}", data: 1), at: "test")
    }
    #expect(error?.description.contains("\u{1b}") == false)
    #expect((error?.description.count ?? 0) < 300)
  }
}
