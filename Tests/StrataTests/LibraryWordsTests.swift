import Foundation
import Testing

/// Libraries know nothing of the program: their sources name none of its commands, flags, keys or exit statuses. What can
/// be done about an error is a `Remedy` there, for which `ProgramWords` has the program's words.
@Suite struct LibraryWordsTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The rooms below the line in docs/architecture.md, and the one that re-exports them.
  private static let rooms = [
    "Files", "LinearAlgebra", "LayerGraph", "Datasets", "Pretraining", "Classifiers", "Analysis",
    "Checkpoints",
    "Export", "Inference", "Drawings", "Reports", "Strata",
  ]

  /// The sources of a room, each with its lines.
  private static func sources(of room: String) throws -> [(name: String, lines: [Substring])] {
    let folder = root.appending(path: "Sources/\(room)")
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
      .sorted().map { name in
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        return ("\(room)/\(name)", text.split(separator: "\n", omittingEmptySubsequences: false))
      }
  }

  /// The keys of recipes of which one can tell: those with a section, `data.label`, and those of two words, `max_norm`.
  private static func keys() throws -> Set<String> {
    let texts = try sources(of: "Recipes").map { $0.lines.joined(separator: "\n") }
    return Set(
      texts.flatMap { text in
        text.matches(of: /"(data|stack|baseline|fine_tuning|pretraining)\.[a-z_]+"/).map { $0.output.0 }
          + text.matches(of: /key\(\s*("[a-z]+_[a-z_]+")/).map { $0.output.1 }
      }.map { $0.filter { $0 != "\"" } })
  }

  @Test(arguments: rooms) func noSourceNamesTheProgramOrAFlag(room: String) throws {
    let sources = try Self.sources(of: room)
    try #require(!sources.isEmpty)
    for (name, lines) in sources {
      // Variables of style sheets begin as flags do.
      let isStyle = name.hasSuffix("+Style.swift")
      for (index, line) in lines.enumerated() {
        let isClean =
          !line.contains("mnist-pipeline") && !line.contains("exit status") && !line.contains("sysexits")
          && !line.contains("command line") && (isStyle || !line.contains(/(^|[^\w-])--[a-z]/))
        #expect(isClean, "\(name), line \(index + 1): \(line)")
      }
    }
  }

  /// Keys stand in sentences only, so that it is texts between quotation marks that are looked through.
  @Test(arguments: rooms) func noTextNamesAKeyOfARecipe(room: String) throws {
    let keys = try Self.keys()
    try #require(keys.count > 30 && keys.isSuperset(of: ["data.label", "max_norm", "stack.units"]))
    for (name, lines) in try Self.sources(of: room) {
      var isWithinText = false
      for (index, line) in lines.enumerated() {
        let isMark = line.contains("\"\"\"")
        if isMark { isWithinText.toggle() }
        let texts =
          isWithinText && !isMark
          ? [String(line)] : line.matches(of: /"([^"]* [^"]*)"/).map { String($0.output.1) }
        let named = keys.filter { key in texts.contains { $0.contains(key) } }
        let isSet = texts.contains { $0.contains(/\b(split|limit|validation|seed)=/) }
        #expect(named.isEmpty && !isSet, "\(name), line \(index + 1): \(named) \(line)")
      }
    }
  }
}
