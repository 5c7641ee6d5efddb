import Foundation
import StrataFiles
import StrataRuns

/// Throws where a file to write is one of those that are read, by whatever name or link, or is there already in a folder
/// that is read.
func requireApart(_ path: String?, from inputs: [String?]) throws {
  guard let path, path != "-" else { return }
  let url = try URL(userPath: path)
  for input in inputs.compactMap(\.self) where input != "-" {
    let source = try URL(userPath: input)
    guard url.isSame(as: source) || url.isInside(source) else { continue }
    throw InputError(
      .usage, at: path, expected: "a file of its own", found: "what is read: \(input)",
      advice: "choose another name")
  }
}

/// The place of a file to write, as a user named it.
///
/// - Throws: `InputError` for a file that a run keeps: the run would no longer be what it was.
func outputURL(_ path: String) throws -> URL {
  let url = try URL(userPath: path)
  let folder = url.resolvingSymlinksInPath().deletingLastPathComponent()
  guard RunFolder.isRun(folder), FileManager.default.fileExists(atPath: url.path) else { return url }
  throw InputError(
    .usage, at: path, expected: "a file of its own",
    found: "one that the run \(folder.lastPathComponent) keeps",
    advice: "choose another name")
}

extension URL {
  /// True for a file that is there, in a folder or in one below it.
  fileprivate func isInside(_ folder: URL) -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return false }
    let root = folder.resolvingSymlinksInPath().path
    return resolvingSymlinksInPath().path.hasPrefix(root == "/" ? root : root + "/")
  }

  /// True for the very file that another path names, by whatever links.
  fileprivate func isSame(as other: URL) -> Bool {
    var (own, its) = (stat(), stat())
    guard stat(path, &own) == 0, stat(other.path, &its) == 0 else { return false }
    return own.st_dev == its.st_dev && own.st_ino == its.st_ino
  }
}
