package import Foundation
internal import Glibc

/// A file that is written bit by bit and appears under its name whole or not at all.
///
/// It is written beside its place under a name of its own, and renamed once it is on the disk.
package final class TemporaryFile {
  private let url: URL
  private let target: URL
  private let file: OpenFile

  /// A new, empty file that is to become `target`.
  package init(for target: URL) throws {
    self.target = target
    let name = Self.prefix(of: target) + UUID().uuidString + Self.suffix
    let url = target.deletingLastPathComponent().appendingPathComponent(name)
    self.url = url
    file = try Self.naming(target) { () throws(InputError) in
      try OpenFile(url, .writing, flags: O_WRONLY | O_CREAT | O_EXCL)
    }
  }

  /// Removes the file. What a straggler still writes goes nowhere.
  package func discard() { unlink(url.path) }

  /// Appends bytes.
  package func write(_ data: Data) throws {
    try Self.naming(target) { () throws(InputError) in try file.write(data) }
  }

  /// Makes the file durable and gives it its name.
  package func commit() throws {
    try Self.naming(target) { () throws(InputError) in
      try file.synchronize()
      guard rename(url.path, target.path) == 0 else { throw InputError.writing(target, errno) }
      try OpenFile.synchronizeFolder(target.deletingLastPathComponent())
    }
  }

  /// Removes what interrupted processes left for `target`, once it is too old to be still written.
  package static func removeLeftovers(for target: URL, olderThan age: TimeInterval) {
    let folder = target.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasPrefix(prefix(of: target)) && name.hasSuffix(suffix) {
      let path = folder.appendingPathComponent(name).path
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      guard let changed = attributes?[.modificationDate] as? Date else { continue }
      if changed.timeIntervalSinceNow < -age { unlink(path) }
    }
  }

  private static let suffix = ".partial"
  private static func prefix(of target: URL) -> String { ".\(target.lastPathComponent)." }

  /// The user asked for `target` and has never heard of the temporary file.
  private static func naming<Result: ~Copyable>(
    _ target: URL, _ body: () throws(InputError) -> Result
  ) throws(InputError) -> Result {
    do throws(InputError) {
      return try body()
    } catch {
      throw InputError(
        error.kind, at: target.relativePath, expected: error.expected, found: error.found,
        advice: error.advice)
    }
  }
}
