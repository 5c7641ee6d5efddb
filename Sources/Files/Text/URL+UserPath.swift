package import Foundation

extension URL {
  /// The place of a path as a person wrote it: `~` is what `HOME` says, and a relative path is one under the working
  /// directory.
  ///
  /// - Throws: `InputError` when the path is empty, or when it is relative and the working directory is gone, as one is that was removed
  ///   after the process, or the shell that started it, had gone there.
  package init(
    userPath path: String, isDirectory: Bool? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(InputError) {
    guard !path.isEmpty else {
      throw InputError(
        .usage, at: "a path", expected: "one", found: "an empty text",
        advice: "look whether a variable of the shell is empty")
    }
    var path = path
    if path == "~" || path.hasPrefix("~/"), let home = environment["HOME"], home.hasPrefix("/") {
      path = home + path.dropFirst()
    }
    // What else begins so is another user's home, and not looked for under the working directory.
    if !path.hasPrefix("/"), !path.hasPrefix("~") { try Self.requireWorkingDirectory(for: path) }
    if let isDirectory {
      self.init(fileURLWithPath: path, isDirectory: isDirectory)
    } else {
      self.init(fileURLWithPath: path)
    }
  }

  private static func requireWorkingDirectory(for path: String) throws(InputError) {
    if let directory = getcwd(nil, 0) { return free(directory) }
    let reason = String(cString: strerror(errno))
    throw InputError(
      .missingInput, at: "the working directory", expected: "one to look for \(path) in",
      found: "it is gone, or cannot be entered: " + reason.prefix(1).lowercased() + reason.dropFirst(),
      advice: "change to a folder that is there: cd")
  }
}
