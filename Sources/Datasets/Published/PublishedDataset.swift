/// A data set that is published as four IDX files: what it is called, where it is found, where it is
/// downloaded from, and the hashes that prove it genuine.
///
/// A new one is a value of this type in `PublishedDatasets.swift`, listed in `all`.
public struct PublishedDataset: Sendable, Hashable {
  /// The name that it is asked for by, and the name of its folder in the user's cache.
  public let name: String
  /// The name for people.
  public let title: String
  /// What each class is called, in the order of the labels.
  public let classNames: [String]
  /// `Dataset.sha256` of the genuine files.
  public let sha256: String
  /// The files to download, in the order of `Dataset.sha256`.
  public let files: [File]
  /// Addresses of folders to download from, each ending in `/`; all of them HTTPS.
  public let mirrors: [String]
  /// The environment variable that may name its folder.
  public let environmentVariable: String
  /// Folders where packages of operating systems put it.
  public let systemFolders: [String]

  /// A data set that is published somewhere.
  public init(
    name: String, title: String, classNames: [String], sha256: String, files: [File], mirrors: [String],
    environmentVariable: String, systemFolders: [String] = []
  ) {
    self.name = name
    self.title = title
    self.classNames = classNames
    self.sha256 = sha256
    self.files = files
    self.mirrors = mirrors
    self.environmentVariable = environmentVariable
    self.systemFolders = systemFolders
  }

  /// A file as it is published.
  public struct File: Sendable, Hashable {
    /// Its name, on every mirror and in the user's cache.
    public let name: String
    /// Its length in bytes.
    public let size: Int
    /// Its SHA-256 in hexadecimal.
    public let sha256: String

    /// A file that is published somewhere.
    public init(name: String, size: Int, sha256: String) {
      self.name = name
      self.size = size
      self.sha256 = sha256
    }
  }
}
