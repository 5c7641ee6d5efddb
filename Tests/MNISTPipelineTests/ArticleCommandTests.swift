import Foundation
import StrataTestSupport
import Testing

/// The commands that stand in the articles of the documentation, and in the README.
struct ArticleCommandTests {
  private static let root = Program.models.deletingLastPathComponent()

  /// The lines of an article's listings that start the program, each as its words after the program's name.
  private static func commands(in article: URL) throws -> [[String]] {
    let text = try String(contentsOf: article, encoding: .utf8)
    return text.matches(of: /(?s)```(?:sh)?\n(.*?)```/).flatMap { match in
      match.output.1.split(separator: "\n").compactMap { line in
        // What stands after a sharp sign is said to people.
        let words = line.prefix { $0 != "#" }.replacing("swift run ", with: "").split(separator: " ")
        return ["mnist-pipeline", "strata"].contains(words.first) ? words.dropFirst().map(String.init) : nil
      }
    }
  }

  @Test func everyCommandWithItsOptionsAndFilesIsThere() throws {
    let program = try Program()
    let folder = Self.root.appending(path: "Sources/Strata/Strata.docc/Articles")
    let articles = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    var helps: [[String]: String] = [:]
    for article in articles.map({ folder.appending(path: $0) }) + [Self.root.appending(path: "README.md")]
    where article.pathExtension == "md" {
      for words in try Self.commands(in: article) {
        let command = Array(words.prefix(words.first == "data" ? 2 : 1))
        let help = try helps[command] ?? program(["help"] + command).output
        helps[command] = help
        let known = Set(help.split { $0.isWhitespace || ",[]<>".contains($0) }.map(String.init))
        #expect(
          help.contains("USAGE: mnist-pipeline \(command.joined(separator: " "))"), "\(article): \(words)")
        for option in words where option.hasPrefix("-") {
          #expect(known.contains(option), "\(article): \(option) of \(command)")
        }
        for file in words where file.hasPrefix("Models/") {
          #expect(
            FileManager.default.fileExists(atPath: Self.root.appending(path: file).path),
            "\(article): \(file)")
        }
      }
    }
    #expect(helps.count > 10)
  }
}
