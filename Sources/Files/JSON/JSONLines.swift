package import Foundation
internal import Glibc

/// A file of one JSON value to a line, which only grows.
///
/// A line counts when its newline is there. So a line that was being written when the process was killed
/// is not read, and is removed before the next one is appended.
package enum JSONLines {
  /// Appends values and waits until they have reached the disk.
  package static func append(_ values: [any Encodable], to url: URL) throws(InputError) {
    var lines: [UInt8] = []
    for value in values { lines += try StrictJSON.encode(value, at: url.relativePath) + [newline] }
    let file = try OpenFile(url, .writing, flags: O_RDWR | O_CREAT | O_APPEND)
    let length = try file.length()
    let whole = try wholeLength(of: file, length)
    if whole < length { try file.truncate(to: whole) }
    do throws(InputError) {
      try file.write(lines)
      try file.synchronize()
    } catch {
      // Best effort: a torn line is not read anyway.
      try? file.truncate(to: whole)
      throw error
    }
    if length == 0 { try OpenFile.synchronizeFolder(url.deletingLastPathComponent()) }
  }

  /// Reads the values; none when there is no file yet.
  package static func read<Value: Decodable>(
    _ type: Value.Type, from url: URL
  ) throws(InputError) -> [Value] {
    let bytes: [UInt8]
    do throws(InputError) {
      bytes = try OpenFile.bytes(of: url)
    } catch  where error.kind == .missingInput {
      return []
    }
    var values: [Value] = []
    let lines = bytes.split(separator: newline, omittingEmptySubsequences: false).dropLast()
    for (index, line) in lines.enumerated() {
      values.append(
        try StrictJSON.decode(
          type, from: line, at: "\(url.relativePath), line \(index + 1)",
          advice: "the line is damaged: put it back as it was, or train again"))
    }
    return values
  }

  /// Cuts the file off after its first `count` lines, and makes it one that nothing else shares.
  package static func trim(_ url: URL, to count: Int) throws(InputError) {
    let bytes: [UInt8]
    do throws(InputError) {
      bytes = try OpenFile.bytes(of: url)
    } catch  where error.kind == .missingInput && count == 0 {
      return
    }
    let ends = bytes.indices.filter { bytes[$0] == newline }
    guard count <= ends.count else {
      throw InputError(
        .malformedData, at: url.relativePath, expected: "at least \(count) lines",
        found: "\(ends.count)",
        advice: "lines were taken out of it: put them back as they were, or train again")
    }
    let length = count == 0 ? 0 : ends[count - 1] + 1
    // Lines are appended to the file itself: one that a copy of the folder shares by a hard link becomes one of its own.
    guard length < bytes.count || isShared(url) else { return }
    try AtomicFile.write(Array(bytes[..<length]), to: url)
  }

  private static func isShared(_ url: URL) -> Bool {
    var status = stat()
    return stat(url.path, &status) == 0 && status.st_nlink > 1
  }

  private static let newline = UInt8(ascii: "\n")

  /// The length up to the last newline, looked for from the end.
  private static func wholeLength(of file: borrowing OpenFile, _ length: Int) throws(InputError) -> Int {
    var end = length
    while end > 0 {
      let start = max(0, end - 4096)
      if let last = try file.read(end - start, at: start).lastIndex(of: newline) { return start + last + 1 }
      end = start
    }
    return 0
  }
}
