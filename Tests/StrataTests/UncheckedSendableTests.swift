import Foundation
import Testing

/// Where the compiler is told to trust us that threads do not meet, a comment says why it can.
@Suite struct UncheckedSendableTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test(arguments: ["Sources", "Tests"]) func everyOneSaysWhy(folder: String) throws {
    let url = Self.root.appending(path: folder)
    let names = try FileManager.default.subpathsOfDirectory(atPath: url.path).filter {
      $0.hasSuffix(".swift")
    }
    try #require(names.count > 10)
    for name in names {
      let lines = try String(contentsOf: url.appending(path: name), encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated()
      where line.contains(": @unchecked Sendable") || line.contains(", @unchecked Sendable") {
        guard !line.trimmingCharacters(in: .whitespaces).hasPrefix("//"), !line.contains("contains(") else {
          continue
        }
        let comment = lines[..<index].reversed().prefix {
          $0.trimmingCharacters(in: .whitespaces).hasPrefix("///")
        }
        #expect(comment.contains { $0.contains("`@unchecked Sendable`: ") }, "\(name), line \(index + 1)")
      }
    }
  }
}
