internal import Foundation
internal import StrataFiles

/// A folder with the four files of a data set, under any of the names that they go by.
struct IDXFolder {
  let folder: URL
  private let files: [Role: URL]

  subscript(role: Role) -> URL {
    // A folder is only made with a file for every role.
    files[role] ?? folder.appendingPathComponent(role.names[0])
  }

  /// One of the four files, in the order of `Dataset.sha256`.
  enum Role: String, CaseIterable {
    case trainImages = "train-images"
    case trainLabels = "train-labels"
    case testImages = "t10k-images"
    case testLabels = "t10k-labels"

    var dimensionCount: Int { self == .trainImages || self == .testImages ? 3 : 1 }

    /// The names that it goes by: the published one, uncompressed, and with the dot of other archives.
    var names: [String] {
      ["-", "."].flatMap { separator in
        [".gz", ""].map { "\(rawValue)\(separator)idx\(dimensionCount)-ubyte\($0)" }
      }
    }
  }

  /// The four files of a folder; nil when it holds none of them.
  ///
  /// - Throws: `InputError` when it holds some of them only.
  init?(_ folder: URL) throws {
    var files: [Role: URL] = [:]
    for role in Role.allCases {
      files[role] = role.names.lazy.map { folder.appendingPathComponent($0) }
        .first { FileManager.default.fileExists(atPath: $0.path) }
    }
    if files.isEmpty { return nil }
    if let missing = Role.allCases.first(where: { files[$0] == nil }) {
      throw InputError(
        .missingInput, at: folder.path, expected: "four files of a data set",
        found: "\(files.count), and no \(missing.names[0])",
        advice: "put the missing one there, or choose a folder that holds all four")
    }
    self.folder = folder
    self.files = files
  }
}
