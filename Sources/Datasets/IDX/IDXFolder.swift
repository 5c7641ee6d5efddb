internal import Foundation
internal import StrataFiles

/// A folder with the files of a data set in MNIST's format, under any of the names that they go by.
///
/// `train-images-idx3-ubyte`, with `.gz` or without; with a dot (`train-images.idx3-ubyte`); `test` or `t10k`; behind a
/// name (`emnist-letters-train-images-idx3-ubyte`); and, as archives of Kaggle unpack, a *folder* of such a name with
/// the file in it.
struct IDXFolder {
  let folder: URL
  /// What precedes `train` in the names of the files: `emnist-letters`, or nothing.
  let prefix: String
  /// For each role the files that may be it, the best first: compressed ones, as published, before others.
  private let files: [Role: [URL]]

  subscript(role: Role) -> [URL] { files[role] ?? [] }

  /// One of the files, in the order of `Dataset.sha256`.
  enum Role: String, CaseIterable {
    case trainImages = "train-images"
    case trainLabels = "train-labels"
    case testImages = "t10k-images"
    case testLabels = "t10k-labels"

    var isOfImages: Bool { self == .trainImages || self == .testImages }

    /// The labels of these images; of labels, themselves.
    var labels: Role { self == .trainImages || self == .trainLabels ? .trainLabels : .testLabels }

    /// The name that it is published under.
    var fileName: String { "\(rawValue)-idx\(isOfImages ? 3 : 1)-ubyte" }
  }

  /// The files of a folder; nil when it holds none of them.
  ///
  /// - Parameter prefix: which of several data sets in one folder; nil for the only one.
  /// - Throws: `InputError` when it holds several and none was chosen, or no images to train on.
  init?(_ folder: URL, prefix: String? = nil) throws {
    let names = try IDXName.all(in: folder)
    let prefixes = Set(names.map(\.name.prefix)).sorted()
    guard let first = prefixes.first, prefix == nil || prefixes.contains(prefix ?? "") else { return nil }
    guard prefixes.count == 1 || prefix != nil else {
      throw InputError(
        .usage, at: folder.path, expected: "the files of one data set",
        found: "those of \(prefixes.map { $0.isEmpty ? "one without a name" : $0 }.joined(separator: ", "))",
        advice: "name one: \(.takeDataset(folder.appending(path: prefixes.last ?? "").relativePath))")
    }
    let chosen = prefix ?? first
    let own = names.filter { $0.name.prefix == chosen }
    files = Dictionary(grouping: own, by: \.name.role).mapValues { $0.map(\.url) }
    self.folder = folder
    self.prefix = chosen
    guard files[.trainImages] != nil else {
      let found = Role.allCases.compactMap { files[$0]?.first?.lastPathComponent }
      throw InputError(
        .missingInput, at: folder.path, expected: "images to train on, \(Role.trainImages.fileName)",
        found: "only " + found.joined(separator: ", "),
        advice: "put the missing file there, or choose a folder that holds it")
    }
    // A test part without labels is of no use beside training labels, and is never meant.
    if files[.trainLabels] != nil, files[.testImages] != nil, files[.testLabels] == nil { try requireAll() }
    if files[.trainLabels] == nil, files[.testLabels] != nil { try requireAll() }
    if files[.testImages] == nil, files[.testLabels] != nil {
      throw InputError(
        .missingInput, at: folder.path, expected: "\(Role.testImages.fileName) beside its labels",
        found: "no such file", advice: "put the missing file there, or take the labels away")
    }
  }

  /// Throws unless it holds all four files of a published data set.
  func requireAll() throws {
    guard let missing = Role.allCases.first(where: { files[$0] == nil }) else { return }
    throw InputError(
      .missingInput, at: folder.path, expected: "four files of a data set",
      found: "\(files.count), and no \(missing.fileName)",
      advice: "put the missing one there, or choose a folder that holds all four")
  }

  /// The folder itself, or the one below it, however archives are unpacked: `MNIST/raw` of torchvision, or a folder in
  /// a folder.
  ///
  /// - Throws: `InputError` where there are several.
  static func find(below folder: URL) throws -> IDXFolder? {
    var level = [folder]
    for _ in 0..<3 {
      let found = try level.compactMap { try IDXFolder($0) }
      if found.count > 1 {
        throw InputError(
          .usage, at: folder.path, expected: "one data set",
          found: found.map { $0.folder.lastPathComponent }.joined(separator: ", "),
          advice: "name one of these folders: \(.takeDataset(found[0].folder.relativePath))")
      }
      if let only = found.first { return only }
      level = level.flatMap { parent in
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted().prefix(64)
          .map { parent.appending(path: $0, directoryHint: .isDirectory) }.filter(\.isFolder)
      }
    }
    return nil
  }
}

extension URL {
  /// True for a folder, or a link to one.
  package var isFolder: Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
