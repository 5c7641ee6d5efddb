import Foundation
import StrataTestSupport

/// The program as it is installed: under both names in `bin`, with what comes with it in `share`, and nothing of the
/// repository within reach of the folder that it works in.
struct Installation {
  let program: Program
  private let prefix: TemporaryFolder

  init() throws {
    var program = try Program()
    prefix = try TemporaryFolder()
    let files = FileManager.default
    let (bin, share) = (prefix("a prefix/bin"), prefix("a prefix/share/strata"))
    try files.createDirectory(at: bin, withIntermediateDirectories: true)
    try files.createDirectory(at: share, withIntermediateDirectories: true)
    // The program looks where its file lies, so no symbolic link will do.
    let installed = bin.appending(path: "strata")
    do {
      try files.linkItem(at: Program.executable, to: installed)
    } catch {
      try files.copyItem(at: Program.executable, to: installed)
    }
    try files.createSymbolicLink(
      atPath: bin.appending(path: "mnist-pipeline").path, withDestinationPath: "strata")
    let models = share.appending(path: "Models")
    try files.createDirectory(at: models, withIntermediateDirectories: true)
    for name in ["digits.safetensors", "few-labels.yml", "quick.yml"] {
      try files.copyItem(at: Program.models.appending(path: name), to: models.appending(path: name))
    }
    let docs = Program.models.deletingLastPathComponent().appending(path: "docs")
    try files.createDirectory(at: share.appending(path: "docs"), withIntermediateDirectories: true)
    try files.copyItem(
      at: docs.appending(path: "formats.md"), to: share.appending(path: "docs/formats.md"))
    program.environment["PATH"] = "\(bin.path):/usr/bin:/bin"
    self.program = program
  }

  /// Where it has put a file that comes with the program, as the program shows its path.
  func shared(_ name: String) -> String {
    prefix("a prefix/share/strata/\(name)").resolvingSymlinksInPath().path
  }

  /// Where the program lies.
  var executable: URL { prefix("a prefix/bin/strata") }

  /// What comes of it when a shell finds it by one of its names.
  func callAsFunction(_ line: String, as name: String = "strata") throws -> Program.Outcome {
    try program.start(URL(filePath: "/usr/bin/env"), [name] + line.split(separator: " ").map(String.init))
      .outcome()
  }
}
