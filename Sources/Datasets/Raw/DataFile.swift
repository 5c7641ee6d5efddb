/// A file that data were read from.
public struct DataFile: Sendable, Hashable, Codable {
  /// Its path.
  public let path: String
  /// The SHA-256 of the file as it lies there, in hexadecimal.
  public let sha256: String

  package init(path: String, sha256: String) { (self.path, self.sha256) = (path, sha256) }
}
