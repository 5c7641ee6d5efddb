import Foundation

extension Program {
  private static let taskset = URL(filePath: "/usr/bin/taskset")

  /// True where util-linux's `taskset`, which sets the affinity, is installed.
  static let hasTaskset = FileManager.default.isExecutableFile(atPath: taskset.path)

  /// What comes of it when it may run on the first processor only, of those that the tests may run on.
  func onOneProcessor(_ line: String) throws -> Outcome {
    let status = try String(contentsOf: URL(filePath: "/proc/self/status"), encoding: .utf8)
    let first = status.firstMatch(of: /Cpus_allowed_list:\s*([0-9]+)/)?.1 ?? "0"
    let words = line.split(separator: " ").map(String.init)
    return try start(Self.taskset, ["-c", String(first), Self.executable.path] + words).outcome()
  }
}
