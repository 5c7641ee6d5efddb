internal import Foundation
internal import StrataFiles

/// Examples that come on the standard input: kept in a temporary file whose name says what they are, since readers look
/// at names and at places in a file.
enum StandardInput {
  /// What it is called in errors.
  private static let title = "the standard input"

  /// Reads examples of which some are in the file that it is handed; to the user, that file is called `-`.
  static func reading(_ body: (URL) throws -> Examples) throws -> Examples {
    let url = try kept()
    defer { try? FileManager.default.removeItem(at: url) }
    let path = url.relativePath
    do {
      var examples = try body(url)
      examples.names = examples.names.map { $0 == path ? "-" : $0 }
      examples.place = examples.place.replacing(path, with: title)
      // Nothing lies beside it.
      let name = url.deletingPathExtension().lastPathComponent
      examples.notes.removeAll { $0.contains(name) }
      return examples
    } catch let error as InputError {
      throw InputError(
        error.kind, at: error.place.replacing(path, with: title), expected: error.expected,
        found: error.found,
        advice: error.advice)
    }
  }

  private static func kept() throws -> URL {
    let data = FileHandle.standardInput.readDataToEndOfFile()
    let url = FileManager.default.temporaryDirectory
      .appending(
        path: "strata-\(ProcessInfo.processInfo.processIdentifier)-input.\(fileExtension(of: data))")
    do { try data.write(to: url) } catch {
      throw InputError(
        .cannotWrite, at: url.path, expected: "room for \(data.count) bytes",
        found: error.localizedDescription, advice: "make room, or set TMPDIR")
    }
    return url
  }

  /// What a reader would call a file that begins so.
  private static func fileExtension(of data: Data) -> String {
    if data.starts(with: [0x93, 0x4e, 0x55, 0x4d]) { return "npy" }
    if data.starts(with: Array("PK".utf8)) { return "npz" }
    if data.starts(with: [0x89, 0x50, 0x4e, 0x47]) { return "png" }
    return data.starts(with: [0xff, 0xd8]) ? "jpg" : "csv"
  }
}
