import Foundation
import Testing

@testable import StrataDatasets
@testable import StrataFiles

/// ZIP archives: what was written is read, what Python wrote is read, and anything else is refused.
@Suite(.enabled(if: ZipReader.isAvailable))
struct ZipTests {
  private static func read(_ bytes: [UInt8]) throws -> [String: [UInt8]] {
    let reader = try ZipReader(bytes, at: "a.zip", advice: "make it again")
    var contents: [String: [UInt8]] = [:]
    for member in reader.members { contents[member.name] = Array(try reader.content(of: member)) }
    return contents
  }

  private static func archive(_ members: [(String, [UInt8])]) throws -> [UInt8] {
    try ZipWriter.archive(members.map { (name: $0.0, content: $0.1) }, at: "a.zip").flatMap(\.self)
  }

  @Test(arguments: 0..<40) func whatIsWrittenIsRead(seed: Int) throws {
    var numbers = SeededNumbers(seed: UInt64(seed))
    let members = (0..<Int.random(in: 0...6, using: &numbers)).map { index in
      (
        "é\(index).npy",
        (0..<Int.random(in: 0...300, using: &numbers)).map { _ in UInt8.random(in: 0...255, using: &numbers) }
      )
    }
    let bytes = try Self.archive(members)
    #expect(try Self.archive(members) == bytes)
    #expect(try Self.read(bytes) == Dictionary(uniqueKeysWithValues: members))
  }

  @Test func anArchiveFromAPipeIsRead() throws {
    let bytes = [UInt8](try Data(contentsOf: NPYArrayTests.fixture("piped.npz")))
    let contents = try Self.read(bytes)
    #expect(contents["read me"] == Array("no array".utf8))
    #expect(contents["x.npy"] == [UInt8](try Data(contentsOf: NPYArrayTests.fixture("f4.npy"))))
  }

  @Test func onlyTheBeginningIsInflatedWhenAskedFor() throws {
    let bytes = [UInt8](try Data(contentsOf: NPYArrayTests.fixture("types-deflated.npz")))
    let reader = try ZipReader(bytes, at: "a.zip", advice: "")
    for member in reader.members {
      let whole = try reader.content(of: member)
      for limit in [0, 1, 10, 100, 1000] {
        #expect(try reader.content(of: member, limit: limit) == whole.prefix(limit))
      }
    }
  }

  /// Whatever is cut off or changed, it is an error or an archive, never a crash.
  @Test(arguments: ["piped.npz", "keras.npz"]) func everyCutAndEveryFlippedByteIsSurvived(name: String) throws
  {
    let bytes = [UInt8](try Data(contentsOf: NPYArrayTests.fixture(name)))
    for length in 0..<bytes.count {
      #expect(throws: InputError.self) { try Self.read(Array(bytes.prefix(length))) }
    }
    for index in bytes.indices {
      for flip in [0x01, 0x80, 0xff] as [UInt8] {
        var damaged = bytes
        damaged[index] ^= flip
        do { _ = try Self.read(damaged) } catch is InputError {}
      }
    }
  }

  @Test func aChangedContentIsNoticed() throws {
    let whole = try Self.archive([("a", [1, 2, 3])])
    let index = try #require(whole.indices.first { Array(whole[$0..<$0 + 3]) == [1, 2, 3] })
    var damaged = whole
    damaged[index] = 7
    let error = #expect(throws: InputError.self) { try Self.read(damaged) }
    #expect(error?.expected == "the checksum that its list says" && error?.place == "a.zip, a")
  }

  @Test func membersMayNotShareBytes() throws {
    let error = #expect(throws: InputError.self) {
      try Self.read(Self.archive([("a", [1]), ("a", [2])]))
    }
    #expect(error?.found == "\"a\" twice")
    // A second entry for the same bytes, of another name.
    let whole = try Self.archive([("a", [UInt8](repeating: 9, count: 200)), ("b", [])])
    var shared = whole
    let entries = whole.indices.dropLast(4).filter { Array(whole[$0..<$0 + 4]) == [0x50, 0x4b, 1, 2] }
    shared.replaceSubrange(entries[1] + 16..<entries[1] + 28, with: whole[entries[0] + 16..<entries[0] + 28])
    shared.replaceSubrange(entries[1] + 42..<entries[1] + 46, with: whole[entries[0] + 42..<entries[0] + 46])
    #expect(throws: InputError.self) { try Self.read(shared) }
  }

  @Test(arguments: [[], [0x50, 0x4b], Array("<html>, which is no archive".utf8)] as [[UInt8]])
  func whatIsNoArchiveIsRefused(bytes: [UInt8]) {
    let error = #expect(throws: InputError.self) { try Self.read(bytes) }
    #expect(error?.kind == .malformedData && error?.advice == "make it again")
  }
}
