import Foundation
import StrataFiles
import StrataRuns

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
