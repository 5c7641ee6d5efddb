internal import Foundation
internal import StrataFiles

/// All bytes of a file, and the hash of it.
struct WholeFile {
  let path: String
  let bytes: [UInt8]
  /// In hexadecimal, of the file as it lies there.
  let sha256: String

  /// Reads a file; one that is compressed with gzip is inflated when `inflating`.
  ///
  /// - Throws: `InputError` when it is missing or unreadable, or holds more than half of the machine's memory.
  init(_ url: URL, inflating: Bool = false, advice: Wording = "check the path") throws {
    var file = try FileReader(path: url.path, advice: advice)
    path = file.path
    let limit = ObtainableMemory.largestFile
    guard file.size <= limit else { throw Self.tooLarge(path, limit) }
    guard inflating, file.isGzip else {
      bytes = try file.read(file.size)
      sha256 = file.sha256
      return
    }
    var gzip = try GzipReader(file)
    var content: [UInt8] = []
    // In pieces: how much there will be is not said, and what a bomb says is not believed.
    while true {
      let piece = try gzip.read(1 << 20)
      if piece.isEmpty { break }
      content += piece
      guard content.count <= limit else { throw Self.tooLarge(path, limit) }
      try ObtainableMemory.require(2 * content.count, at: path)
    }
    bytes = content
    sha256 = gzip.file.sha256
  }

  /// As a data set lists it.
  var file: DataFile { DataFile(path: path, sha256: sha256) }

  private static func tooLarge(_ path: String, _ limit: Int) -> InputError {
    InputError(
      .unavailable, at: path, expected: "at most \(limit) bytes, half of the memory here", found: "more",
      advice: "use a machine with more memory, or leave out examples")
  }
}
