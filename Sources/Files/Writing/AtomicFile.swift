package import Foundation
internal import Glibc

/// Writes files whole or not at all.
///
/// The bytes go to a temporary file in the same folder and from there to the disk (fsync), then it takes
/// the name (rename), then the folder goes to the disk. Whoever reads sees the old file or the new one,
/// at any moment and after any crash. On an error the temporary file is removed and the old file stays.
///
/// A link stays one: what it leads to is written. What is no file, such as a pipe or a device, takes the bytes as they
/// come, and stays what it is.
package enum AtomicFile {
  /// Writes bytes.
  package static func write(_ bytes: some ContiguousBytes, to url: URL) throws(InputError) {
    try write([bytes], to: url)
  }

  /// Writes text as UTF-8.
  package static func write(_ text: String, to url: URL) throws(InputError) {
    try write([UInt8](text.utf8), to: url)
  }

  /// Writes bytes that come in pieces.
  package static func write(_ pieces: [some ContiguousBytes], to url: URL) throws(InputError) {
    try url.requireFile()
    switch Destination(url) {
    case .file(let file): try write(pieces, as: file, named: url)
    case .stream(let stream): try write(pieces, into: stream)
    }
  }

  /// True for what takes bytes as they come: a pipe, a terminal or a device.
  package static func leavesInPlace(_ url: URL) -> Bool {
    if case .stream = Destination(url) { true } else { false }
  }

  /// Writes a file whole or not at all; `name` is what errors call it.
  private static func write(
    _ pieces: [some ContiguousBytes], as url: URL, named name: URL
  ) throws(InputError) {
    let folder = url.deletingLastPathComponent()
    let temporary = folder.appending(path: temporaryName(for: url.lastPathComponent))
    do throws(InputError) {
      let file = try OpenFile(temporary, .writing, flags: O_WRONLY | O_CREAT | O_EXCL)
      // Who may read the old file, and nobody else, may read the new one.
      var old = stat()
      if stat(url.path, &old) == 0 { try file.setMode(old.st_mode & 0o7777) }
      for piece in pieces { try file.write(piece) }
      try file.synchronize()
      guard rename(temporary.path, url.path) == 0 else { throw InputError.writing(url, errno) }
    } catch {
      unlink(temporary.path)
      // The user asked for `url` and has never heard of the temporary file.
      throw InputError(
        error.kind, at: name.relativePath, expected: error.expected, found: error.found, advice: error.advice)
    }
    try OpenFile.synchronizeFolder(folder)
  }

  private static func write(_ pieces: [some ContiguousBytes], into stream: URL) throws(InputError) {
    let file = try OpenFile(stream, .writing, flags: O_WRONLY)
    for piece in pieces { try file.write(piece) }
  }

  private static let suffix = ".tmp"

  private static func temporaryName(for name: String) -> String {
    // Random, so that two who write the same file do not share one; short, whatever the name.
    ".\(name.prefix(40)).\(String(UInt64.random(in: 0...UInt64.max), radix: 36))\(suffix)"
  }

  /// Removes the temporary files in a folder that a process left when it was killed.
  ///
  /// Only for who knows that nobody else is writing there.
  package static func removeLeftovers(in folder: URL) throws(InputError) {
    for name in try Folders.names(in: folder) where name.hasPrefix(".") && name.hasSuffix(suffix) {
      unlink(folder.appending(path: name).path)
    }
  }
}
