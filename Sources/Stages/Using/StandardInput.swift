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
    defer { try? FileManager.default.removeItem(at: url.deletingLastPathComponent()) }
    let path = url.relativePath
    do {
      var examples = try body(url)
      examples.names = examples.names.map { $0 == path ? "-" : $0 }
      examples.place = examples.place.replacing(path, with: title)
      // Nothing lies beside it.
      let folder = url.deletingLastPathComponent().lastPathComponent
      examples.notes.removeAll { $0.contains(folder) || $0.contains(url.lastPathComponent) }
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
    // A folder that nobody else can have made, or look into.
    var template = Array(
      FileManager.default.temporaryDirectory.appending(path: "strata-XXXXXX").path.utf8CString)
    guard let path = mkdtemp(&template) else {
      throw InputError.writing(FileManager.default.temporaryDirectory, errno)
    }
    let url = URL(filePath: String(cString: path), directoryHint: .isDirectory)
      .appending(path: "input.\(fileExtension(of: data))")
    do {
      try AtomicFile.write(data, to: url)
    } catch {
      try? FileManager.default.removeItem(at: url.deletingLastPathComponent())
      throw InputError(
        .cannotWrite, at: url.path, expected: "room for \(data.count) bytes", found: error.found,
        advice: "make room, or set TMPDIR")
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
