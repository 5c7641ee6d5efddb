import Foundation
import StrataCheckpoints
import Testing

/// How everything that a graph can hold is written in a checkpoint, beside the version of checkpoints.
///
/// When this fails because something was added or is written otherwise, older programs cannot read what this one
/// writes: append a migration (`Checkpoint+Migration.swift`), which raises the version, and add the file of codings
/// that the failed test has printed. The files of older versions stay, and are read.
struct CodingGoldenTests {
  private var folder: URL {
    get throws { try #require(Bundle.module.resourceURL).appending(path: "Fixtures/codings") }
  }

  private static func text(_ codings: Codings) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(codings), as: UTF8.self) + "\n"
  }

  @Test func whatIsWrittenGoesWithTheVersion() throws {
    let text = try Self.text(Codings())
    let file = try folder.appending(path: "\(Checkpoint.schemaVersion).json")
    let kept = try? String(contentsOf: file, encoding: .utf8)
    #expect(kept == text, "Fixtures/codings/\(Checkpoint.schemaVersion).json is to be:\n\(text)")
  }

  /// Files of older versions are kept, and what is in them is read still.
  @Test func whatOlderVersionsWroteIsRead() throws {
    for version in 4...Checkpoint.schemaVersion {
      let file = try folder.appending(path: "\(version).json")
      let read = try JSONDecoder().decode(Codings.self, from: Data(contentsOf: file))
      #expect(try Self.text(read) == String(contentsOf: file, encoding: .utf8))
    }
  }
}
