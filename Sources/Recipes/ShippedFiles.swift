package import Foundation
package import StrataFiles

/// The files that come with the program: recipes and a small model, found by their names.
///
/// Whoever works in the package's folder has them in `Models`. Beside an installed program, `bin/strata`, they lie in
/// `share/strata/Models`, and what is to be read about them in `share/strata/docs`.
package struct ShippedFiles: Sendable {
  /// The folders that hold them; the first that has a file wins.
  let folders: [URL]
  /// The folder of documents beside an installed program.
  let documents: URL

  /// Those of this process, wherever it was started from.
  package static let ofProcess = ShippedFiles(
    program: URL(filePath: "/proc/self/exe").resolvingSymlinksInPath())

  /// Those of the working directory, then those beside a program.
  package init(program: URL, workingDirectory: URL? = nil) {
    let share = program.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "share/strata", directoryHint: .isDirectory)
    // The first is relative, so that it is shown as short as a user would write it.
    let here =
      workingDirectory?.appending(path: Self.folderName, directoryHint: .isDirectory)
      ?? URL(filePath: Self.folderName, directoryHint: .isDirectory)
    folders = [here, share.appending(path: Self.folderName, directoryHint: .isDirectory)]
    documents = share.appending(path: "docs", directoryHint: .isDirectory)
  }

  /// The file of that name; nil where none of the folders has it.
  ///
  /// `Models/quick.yml` means `quick.yml`, so that what is written for the package's folder holds elsewhere too.
  package func file(_ name: String) -> URL? {
    let prefix = Self.folderName + "/"
    let name = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    guard !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else { return nil }
    return folders.lazy.map { Self.file(name, in: $0) }.first { Self.isFile($0) }
  }

  /// The recipe at a path, or else of a name, with or without `.yml`.
  ///
  /// - Throws: `InputError` where there is neither, with the names that there are and the nearest of them.
  package func recipe(_ name: String) throws(InputError) -> URL {
    let url = try URL(userPath: name)
    let isThere = FileManager.default.fileExists(atPath: url.path)
    if isThere, !Self.isFolder(url) { return url }
    if let file = file(name) ?? file(name + Self.suffix) { return file }
    let names = recipeNames
    // What is there and is no file is refused by whoever reads it.
    guard !isThere else { return url }
    guard !names.isEmpty else {
      throw InputError(
        .missingInput, at: name, expected: "the path of a recipe",
        found:
          "no such file, and none of that name in \(Self.folderName), here or beside an installed program",
        advice: "check the path; mnist-pipeline recipe --plain prints one to begin with")
    }
    let asked = url.deletingPathExtension().lastPathComponent
    let nearest = Suggestion.nearest(to: asked, among: names)
    throw InputError(
      .missingInput, at: name,
      expected: "a recipe: the path of a file, or one of \(names.joined(separator: ", "))",
      found: "no such file or name",
      advice: nearest.map { "did you mean \($0)? If not, check the path" } ?? "check the path")
  }

  /// The names of the recipes, without `.yml`, in order.
  package var recipeNames: [String] {
    let files = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0.path)) ?? [] }
    let names = files.filter { $0.hasSuffix(Self.suffix) && !$0.hasPrefix(".") }
    return Set(names.map { String($0.dropLast(Self.suffix.count)) }).sorted()
  }

  /// Where a document can be read, such as `recipes.md`: `docs/recipes.md`, or where it was installed.
  package func document(_ name: String) -> String {
    let installed = Self.file(name, in: documents)
    let inPackage = "docs/\(name)"
    return FileManager.default.fileExists(atPath: inPackage) || !Self.isFile(installed)
      ? inPackage : installed.path
  }

  private static let folderName = "Models"
  private static let suffix = ".yml"

  private static func file(_ name: String, in folder: URL) -> URL {
    // Not `appending(path:)`, after which the relative path is no longer one.
    URL(filePath: folder.relativePath + "/" + name, directoryHint: .notDirectory)
  }

  private static func isFile(_ url: URL) -> Bool {
    FileManager.default.fileExists(atPath: url.path) && !isFolder(url)
  }

  private static func isFolder(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
