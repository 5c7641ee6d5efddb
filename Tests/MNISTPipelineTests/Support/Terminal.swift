import Foundation
import StrataTestSupport

extension Program {
  /// True where util-linux's `script`, which makes terminals, is installed.
  static let hasTerminals = FileManager.default.isExecutableFile(atPath: "/usr/bin/script")

  /// What it writes when its outputs are a terminal.
  func onTerminal(_ line: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/script")
    process.arguments = ["--quiet", "--command", "'\(Self.executable.path)' \(line)", "typescript"]
    process.environment = environment
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return try String(contentsOf: folder("typescript"), encoding: .utf8)
  }
}
