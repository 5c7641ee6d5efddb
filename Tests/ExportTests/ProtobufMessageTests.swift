import StrataLinearAlgebra
import Testing

@testable import StrataExport

struct ProtobufMessageTests {
  private typealias Field = ProtobufMessage.Field

  /// Examples of https://protobuf.dev/programming-guides/encoding.
  @Test func theExamplesOfTheDefinition() {
    #expect(ProtobufMessage([Field(1, .integer(150))]).encoded == [0x08, 0x96, 0x01])
    #expect(
      ProtobufMessage([Field(2, .text("testing"))]).encoded
        == [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67])
    let inner = ProtobufMessage([Field(1, .integer(150))])
    #expect(ProtobufMessage([Field(3, .message(inner))]).encoded == [0x1a, 0x03, 0x08, 0x96, 0x01])
    #expect(
      ProtobufMessage([Field(1, .integer(-2))]).encoded
        == [0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01])
    #expect(ProtobufMessage([Field(2, .float(1))]).encoded == [0x15, 0, 0, 0x80, 0x3f])
    #expect(
      ProtobufMessage([Field(9, .floats([1, -2]))]).encoded == [0x4a, 8, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0])
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>) func whatIsWrittenIsReadAgain(seed: UInt64) throws {
    var draws = Draws(seed: seed)
    let message = draws.message(depth: 3)
    #expect(message.encoded.count == message.size)
    #expect(message.encoded == message.encoded)
    try expectEqual(ProtobufReader(message.encoded), message)
  }

  private func expectEqual(_ read: ProtobufReader, _ message: ProtobufMessage) throws {
    #expect(read.fields.map(\.number) == message.fields.map(\.number))
    for (found, field) in zip(read.fields, message.fields) {
      switch field.value {
      case .integer(let integer): #expect(found.value.integer == integer)
      case .float(let float): #expect(found.value == .fixed32(float.bitPattern))
      case .text(let text): #expect(found.value.text == text)
      case .bytes(let bytes): #expect(found.value == .bytes(bytes))
      case .floats(let floats):
        let bytes = floats.flatMap { float in
          (0..<4).map { UInt8(truncatingIfNeeded: float.bitPattern >> (8 * $0)) }
        }
        #expect(found.value == .bytes(bytes))
      case .message(let inner):
        try expectEqual(ProtobufReader(try #require(found.value.content)), inner)
      }
    }
  }

  /// What a message takes is known without its bytes: here they would be 2 GiB and more.
  @Test func aSizeIsKnownBeforeAnyByteIsWritten() throws {
    let million = [Float](repeating: 1, count: 1 << 20)
    let message = ProtobufMessage((0..<512).map { _ in Field(9, .floats(million)) })
    #expect(message.size == 512 * (1 + 4 + 4 << 20))
    #expect(throws: (any Error).self) { try ONNXModel.check(size: message.size) }
    try ONNXModel.check(size: 1 << 31 - 1)
    #expect(throws: (any Error).self) { try ONNXModel.check(size: 1 << 31) }
  }
}

/// Messages drawn at random.
private struct Draws {
  private var bits: ArraySlice<UInt32>

  init(seed: UInt64) { bits = RandomStream(seed: seed, purpose: "protobuf").bits(count: 20_000)[...] }

  private mutating func next(below limit: Int) -> Int { Int(bits.popFirst() ?? 0) % limit }

  mutating func message(depth: Int) -> ProtobufMessage {
    ProtobufMessage((0..<next(below: 6)).map { _ in field(depth: depth) })
  }

  private mutating func field(depth: Int) -> ProtobufMessage.Field {
    let number = [1, 2, 15, 16, 20, 2047, 2048, 1 << 29 - 1][next(below: 8)]
    switch next(below: depth > 0 ? 6 : 5) {
    case 0:
      let word = UInt64(bits.popFirst() ?? 0) << 32 | UInt64(bits.popFirst() ?? 0)
      return .init(number, .integer(Int(Int64(bitPattern: word)) >> next(below: 64)))
    case 1: return .init(number, .float(Float(next(below: 1000)) / 7 - 50))
    case 2:
      return .init(
        number, .text(["", "X", "dög", "猫 🐈", String(repeating: "x", count: 300)][next(below: 5)]))
    case 3: return .init(number, .bytes((0..<next(below: 200)).map { _ in UInt8(next(below: 256)) }))
    case 4: return .init(number, .floats((0..<next(below: 50)).map { _ in Float(next(below: 100)) / 3 }))
    default: return .init(number, .message(message(depth: depth - 1)))
    }
  }
}
