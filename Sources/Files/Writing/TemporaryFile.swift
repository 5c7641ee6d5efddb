package import Foundation

/// A file that appears under its name whole or not at all.
///
/// It is written beside its place under a name of its own, and renamed once it is on the disk.
package final class TemporaryFile {
  private let path: String
  private let target: URL
  private let descriptor: CInt

  /// A new, empty file that is to become `target`.
  package init(for target: URL) throws {
    self.target = target
    let name = Self.prefix(of: target) + UUID().uuidString + Self.suffix
    path = target.deletingLastPathComponent().appendingPathComponent(name).path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.failure(path, errno) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Removes the file. What a straggler still writes goes nowhere.
  package func discard() { unlink(path) }

  /// Appends bytes.
  package func write(_ data: Data) throws {
    try data.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Foundation.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { throw Self.failure(path, errno) }
        rest = rest.dropFirst(count)
      }
    }
  }

  /// Makes the file durable and gives it its name.
  package func commit() throws {
    guard fsync(descriptor) == 0, rename(path, target.path) == 0 else { throw Self.failure(path, errno) }
    let folder = open(target.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    // Some file systems do not sync folders; the file itself is safe either way.
    fsync(folder)
    close(folder)
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

  private static func failure(_ path: String, _ code: CInt) -> InputError {
    InputError(
      .cannotWrite, at: path, expected: "a file that can be written", found: String(cString: strerror(code)),
      advice: "make room or choose another folder")
  }
}
