public import Foundation
internal import StrataFiles

/// Named arrays of NumPy in one file: what a `.npz` file holds.
///
/// ```swift
/// let archive = try NPZArchive(contentsOf: url)
/// archive.names                        // ["x_train", "y_train", …]
/// try archive.array("x_train")?.shape  // [60000, 28, 28]
/// ```
public struct NPZArchive: Sendable {
  /// The names of its arrays, in the order of the file.
  public let names: [String]
  /// Where it lies.
  public let path: String
  /// The SHA-256 of the file, in hexadecimal; nil when it was read from bytes.
  package let sha256: String?
  private let reader: ZipReader
  private let members: [String: ZipReader.Member]

  /// Reads a file.
  ///
  /// - Throws: `InputError` when it is missing, unreadable or no whole archive, or when this build has no zlib.
  public init(contentsOf url: URL) throws {
    let file = try WholeFile(url)
    try self.init(bytes: file.bytes, at: file.path, sha256: file.sha256)
  }

  package init(bytes: [UInt8], at path: String, sha256: String? = nil) throws {
    reader = try ZipReader(bytes, at: path, advice: "write it again: numpy.savez(file, x=…, y=…)")
    let arrays = reader.members.filter { $0.name.hasSuffix(Self.suffix) }
    names = arrays.map { String($0.name.dropLast(Self.suffix.count)) }
    members = Dictionary(uniqueKeysWithValues: zip(names, arrays))
    (self.path, self.sha256) = (path, sha256)
  }

  /// An array; nil when there is none of this name.
  ///
  /// - Throws: `InputError` when it is damaged or of a type that is not read.
  public func array(_ name: String) throws -> NPYArray? {
    guard let member = members[name] else { return nil }
    return try NPYArray(bytes: reader.content(of: member), at: "\(path), \(name)")
  }

  /// For each array its type and shape in words, as far as they can be read: `x (float32 (10, 4))`.
  package var summary: [String] {
    names.map { name in
      guard let member = members[name],
        let start = try? reader.content(of: member, limit: NPYHeader.longest),
        let header = try? NPYHeader(start, at: name)
      else { return "\(name) (not readable)" }
      return "\(name) (\(header.element.title) \(NPYHeader.words(header.shape)))"
    }
  }

  /// The bytes of an archive of arrays, stored without compression; equal arrays give equal bytes.
  ///
  /// - Throws: `InputError` when it would be larger than 4 GiB, or when this build has no zlib.
  public static func encoded(_ arrays: [(name: String, array: NPYArray)]) throws -> [UInt8] {
    try pieces(arrays, at: "an archive").flatMap(\.self)
  }

  /// Writes an archive of arrays, whole or not at all.
  ///
  /// - Throws: `InputError` when it cannot be written.
  public static func write(_ arrays: [(name: String, array: NPYArray)], to url: URL) throws {
    try AtomicFile.write(pieces(arrays, at: url.path), to: url)
  }

  private static func pieces(
    _ arrays: [(name: String, array: NPYArray)], at place: String
  ) throws(InputError) -> [[UInt8]] {
    try ZipWriter.archive(arrays.map { ($0.name + suffix, $0.array.encoded) }, at: place)
  }

  private static let suffix = ".npy"
}
