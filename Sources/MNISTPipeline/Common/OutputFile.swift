import Foundation
import StrataFiles
import StrataRuns

/// The place of a file to write, as a user named it.
///
/// - Parameter inputs: what it is made of, by their paths.
/// - Throws: `InputError` for a file that a run keeps, as the run would no longer be what it was, and for one of the inputs.
func outputURL(_ path: String, of inputs: [String]) throws -> URL {
  let url = try URL(userPath: path)
  if let input = try inputs.first(where: { try $0 != "-" && url.isSame(as: URL(userPath: $0)) }) {
    throw InputError(
      .usage, at: path, expected: "a file of its own", found: "what is read: \(input)",
      advice: "choose another name")
  }
  let folder = url.resolvingSymlinksInPath().deletingLastPathComponent()
  guard RunFolder.isRun(folder), FileManager.default.fileExists(atPath: url.path) else { return url }
  throw InputError(
    .usage, at: path, expected: "a file of its own",
    found: "one that the run \(folder.lastPathComponent) keeps",
    advice: "choose another name")
}

extension URL {
  /// True for the very file that another path names, by whatever links.
  fileprivate func isSame(as other: URL) -> Bool {
    var (own, its) = (stat(), stat())
    guard stat(path, &own) == 0, stat(other.path, &its) == 0 else { return false }
    return own.st_dev == its.st_dev && own.st_ino == its.st_ino
  }
}
