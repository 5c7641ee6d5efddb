internal import Foundation
package import StrataFiles

/// The words that call the program, so that a command that it prints can be run where it is printed.
package enum ProgramName {
  /// From within the package's folder.
  package static let ofPackage = ["swift", "run", name]

  /// As this process was called.
  package static let ofProcess = called(
    as: CommandLine.arguments.first ?? name, in: FileManager.default.currentDirectoryPath)

  /// The one of its two names by which this process was called, however it was found.
  package static let short = short(of: CommandLine.arguments.first ?? name)

  private static let name = "mnist-pipeline"
  /// The name for data of any kind.
  private static let generalName = "strata"

  /// The program's name in a path that it was called by; another name that somebody gave it is not repeated.
  package static func short(of path: String) -> String {
    path.split(separator: "/").last == Substring(generalName) ? generalName : name
  }

  /// The words for a program that was called by a path or by its name alone.
  ///
  /// `swift run` calls it as `.build/TRIPLE/debug/mnist-pipeline`, which nobody types; whatever else was typed is
  /// repeated.
  package static func called(as path: String, in workingDirectory: String) -> [String] {
    let parts = path.split(separator: "/")
    guard path.contains("/"), parts.count >= 4, parts.last == Substring(name),
      parts[parts.count - 4] == ".build", parts[parts.count - 3].contains("-")
    else { return [path] }
    let package = parts.dropLast(4)
    let here = workingDirectory.split(separator: "/")
    // SwiftPM looks for a package in the working directory and above it.
    guard
      !path.hasPrefix("/") && package.allSatisfy({ $0 == ".." || $0 == "." })
        || path.hasPrefix("/") && here.starts(with: package)
    else { return [path] }
    let configuration = parts[parts.count - 2]
    return ["swift", "run"] + (configuration == "debug" ? [] : ["-c", String(configuration)]) + [name]
  }

  /// An error in the program's words, in which commands, `mnist-pipeline VERB …`, have the words that call this process
  /// in place of that name.
  package static func spelling(_ error: InputError, with words: [String]) -> InputError {
    let error = error.inProgram
    return InputError(
      error.kind, at: error.place, expected: error.expected, found: error.found,
      advice: Wording(spelled(error.advice.description, with: words)))
  }

  /// A text in which commands, `mnist-pipeline VERB …`, begin with the name that this process was called by.
  package static func spelled(_ text: String, with words: [String] = [short]) -> String {
    let program = words.map(\.shellQuoted).joined(separator: " ")
    return text.replacing(/(^|[^\w\/.-])mnist-pipeline (?=[a-z])/) { "\($0.output.1)\(program) " }
  }
}
