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

/// Throws where a folder to write is the one that is read, or lies in it: what is written there would be read with it
/// the next time, or in its place.
func requireApart(folder path: String, from source: String?) throws {
  guard let source, FileManager.default.fileExists(atPath: source) else { return }
  let (url, read) = (try URL(userPath: path), try URL(userPath: source))
  guard url.isBelow(read) else { return }
  throw InputError(
    .usage, at: path, expected: "a folder apart from the data", found: "one in what is read: \(source)",
    advice: "choose a folder beside it")
}

/// The place of a file to write, as a user named it.
///
/// - Throws: `InputError` for a file that a run keeps, as the run would no longer be what it was, and where there is no
///   folder for it, before anything is computed.
func outputURL(_ path: String) throws -> URL {
  let url = try URL(userPath: path)
  let folder = url.resolvingSymlinksInPath().deletingLastPathComponent()
  guard FileManager.default.fileExists(atPath: folder.path) else { throw InputError.writing(url, ENOENT) }
  guard RunFolder.isRun(folder), FileManager.default.fileExists(atPath: url.path) else { return url }
  throw InputError(
    .usage, at: path, expected: "a file of its own",
    found: "one that the run \(folder.lastPathComponent) keeps",
    advice: "choose another name")
}

extension URL {
  /// True for a file that is there, in a folder or in one below it.
  fileprivate func isInside(_ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: path) && isBelow(folder)
  }

  /// True for a folder itself, and for a place in it or in one below it, whether anything is there or not.
  fileprivate func isBelow(_ folder: URL) -> Bool {
    // Links are followed as far as there is something.
    var place = self
    while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
      place.deleteLastPathComponent()
    }
    let (own, root) = (place.resolvingSymlinksInPath().path, folder.resolvingSymlinksInPath().path)
    return own == root || own.hasPrefix(root == "/" ? root : root + "/")
  }

  /// True for the very file that another path names, by whatever links.
  fileprivate func isSame(as other: URL) -> Bool {
    var (own, its) = (stat(), stat())
    guard stat(path, &own) == 0, stat(other.path, &its) == 0 else { return false }
    return own.st_dev == its.st_dev && own.st_ino == its.st_ino
  }
}
