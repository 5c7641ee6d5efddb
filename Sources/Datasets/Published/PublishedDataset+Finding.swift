public import Foundation
internal import StrataFiles

extension PublishedDataset {
  /// The folder that a download goes to: `folder`, the one that the environment variable names, or the
  /// user's cache (`$XDG_CACHE_HOME/strata/mnist`, or `~/.cache/strata/mnist`).
  ///
  /// - Throws: `InputError` when neither is given and the user has no home.
  public func downloadFolder(_ folder: URL? = nil) throws -> URL {
    try downloadFolder(folder, environment: ProcessInfo.processInfo.environment)
  }

  package func downloadFolder(_ folder: URL?, environment: [String: String]) throws -> URL {
    if let chosen = try folder ?? namedFolder(environment) ?? cacheFolder(environment) { return chosen }
    throw InputError(
      .missingInput, at: "HOME", expected: "a home folder, to keep \(title) in its .cache", found: "none",
      advice: "choose a folder: \(.nameFolder(orVariable: environmentVariable))")
  }

  /// The folder that holds the files. One that was chosen, by argument or by the environment variable, is
  /// the only one that is looked into.
  ///
  /// - Throws: `InputError` that names the places and the ways out, when the files are in none of them.
  func find(in folder: URL?, environment: [String: String]) throws -> IDXFolder {
    let places: [URL]
    if let chosen = try folder ?? namedFolder(environment) {
      try requireFolder(chosen, isArgument: folder != nil)
      places = [chosen]
    } else {
      places = [cacheFolder(environment)].compactMap { $0 } + systemFolders.map { URL(fileURLWithPath: $0) }
    }
    for place in places {
      if let found = try IDXFolder.find(below: place) {
        try found.requireAll()
        return found
      }
    }
    throw InputError(
      .missingInput, at: places.isEmpty ? name : places.map(\.path).joined(separator: ", "),
      expected: "the four files of \(title)", found: "none of them",
      advice: """
        download them: \(.download(dataset: name)); or name their folder: \
        \(.nameFolder(orVariable: environmentVariable)); or do without: \(.takeDataset("synthetic"))
        """)
  }

  /// Throws where somebody named a folder that is not there.
  private func requireFolder(_ url: URL, isArgument: Bool) throws {
    var isFolder: ObjCBool = false
    guard !FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) || !isFolder.boolValue
    else { return }
    throw InputError(
      .missingInput, at: url.path, expected: "the folder of \(title)",
      found: FileManager.default.fileExists(atPath: url.path) ? "a file" : "no such folder",
      advice: isArgument
        ? "check the path, or \(.leaveOutFolder) to look where \(title) is kept"
        : "put \(environmentVariable) right, or unset it to look where \(title) is kept")
  }

  /// True when the environment variable names its folder.
  package func isNamed(in environment: [String: String]) -> Bool {
    do { return try namedFolder(environment) != nil } catch { return true }
  }

  private func namedFolder(_ environment: [String: String]) throws -> URL? {
    guard let path = environment[environmentVariable], !path.isEmpty else { return nil }
    return try URL(userPath: path, isDirectory: true, environment: environment)
  }

  /// As the XDG Base Directory Specification has it: a relative path counts as none.
  private func cacheFolder(_ environment: [String: String]) -> URL? {
    let cache: URL
    if let path = environment["XDG_CACHE_HOME"], path.hasPrefix("/") {
      cache = URL(fileURLWithPath: path, isDirectory: true)
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      cache = URL(fileURLWithPath: home, isDirectory: true).appendingPathComponent(".cache")
    } else {
      return nil
    }
    return cache.appendingPathComponent("strata").appendingPathComponent(name)
  }
}
