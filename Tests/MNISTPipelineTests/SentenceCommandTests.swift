import Foundation
import StrataRecipes
import StrataTestSupport
import Testing

/// What the sentences of the documents name in code: commands with their options, recipe keys, files of the repository.
struct SentenceCommandTests {
  private static let root = Program.models.deletingLastPathComponent()

  /// Everything that stands between single backquotes outside of listings, as words, with the document's name.
  private static func spans() throws -> [(document: String, words: [String])] {
    try documents().flatMap { document in
      try String(contentsOf: root.appending(path: document), encoding: .utf8)
        .replacing(/(?s)```.*?```/, with: "")
        .matches(of: /`([^`]+)`/)
        .map { span in
          (
            document,
            span.output.1.replacing("swift run ", with: "").split(whereSeparator: \.isWhitespace).map(
              String.init)
          )
        }
    }
  }

  private static func documents() throws -> [String] {
    let folders = [
      "", "docs/", "Models/", "Sources/Strata/Strata.docc/", "Sources/Strata/Strata.docc/Articles/",
    ]
    return try folders.flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
        .filter { $0.hasSuffix(".md") }.map { folder + $0 }
    }
  }

  @Test func commandsHaveTheirOptions() throws {
    let program = try Program()
    let commands = Set(
      try program("help").output.matches(of: /(?m)^  ([a-z]+)(?:  |$)/).map { String($0.output.1) })
    var helps: [[String]: Set<String>] = [:]
    for (document, span) in try Self.spans() {
      let words = ["mnist-pipeline", "strata"].contains(span.first) ? Array(span.dropFirst()) : span
      guard let first = words.first, commands.contains(first), words.count > 1 else { continue }
      let command = Array(words.prefix(first == "data" ? 2 : 1))
      let known = try helps[command] ?? Self.options(in: program(["help"] + command).output)
      helps[command] = known
      for option in words.compactMap(Self.option) {
        #expect(known.contains(option), "\(document): \(option) of \(command.joined(separator: " "))")
      }
    }
    #expect(commands.count > 15)
    #expect(helps.count > 10)
  }

  @Test func keysAreThoseOfRecipes() throws {
    let keys = Set(RecipeKey.all.map(\.name))
    var found: Set<String> = []
    // The log of changes names keys that are no more.
    for (document, words) in try Self.spans() where document != "CHANGELOG.md" {
      let set = zip(words, words.dropFirst()).compactMap { $0 == "--set" ? $1 : nil }
      for name in (set + words.prefix(1)).compactMap(Self.key) {
        #expect(keys.contains(name), "\(document): \(name)")
        found.insert(name)
      }
    }
    #expect(found.count > 20)
  }

  @Test func filesAreThere() throws {
    var found: Set<String> = []
    for (document, words) in try Self.spans() {
      for word in words
      where word.wholeMatch(of: /(?:Models|scripts|docs|Sources|Tests|Snippets)\/[\w.\/+-]+/) != nil {
        #expect(
          FileManager.default.fileExists(atPath: Self.root.appending(path: word).path), "\(document): \(word)"
        )
        found.insert(word)
      }
    }
    #expect(found.count > 30)
  }

  /// `--name` of `--name` and of `--name=value`.
  private static func option(_ word: String) -> String? {
    word.firstMatch(of: /^--?[a-z][a-z-]*/).map { String($0.output) }
  }

  private static func options(in help: String) -> Set<String> {
    Set(help.matches(of: /--?[a-z][a-z-]*/).map { String($0.output) })
  }

  /// The key of `key=value`, `key:` or `key` that lies in a section of recipes; `data.npy` is a file.
  private static func key(_ word: String) -> String? {
    word.firstMatch(of: /^(?:data|stack|pretraining|fine_tuning|baseline)\.(?!npy$)[a-z_]+/)
      .map { String($0.output) }
  }
}
