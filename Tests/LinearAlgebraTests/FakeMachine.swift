import Foundation
import StrataTestSupport

/// A machine that is but files: what its kernel would say about processors and control groups.
struct FakeMachine {
  private let folder: TemporaryFolder
  var root: URL { folder.url }

  /// - Parameters:
  ///   - online: its processors.
  ///   - groups: the lines of `/proc/self/cgroup`.
  ///   - files: those under `/sys/fs/cgroup`.
  init(online: String? = "0-7", groups: String = "", _ files: [String: String] = [:]) throws {
    folder = try TemporaryFolder()
    if let online { try folder.write(online + "\n", to: "sys/devices/system/cpu/online") }
    try folder.write(groups, to: "proc/self/cgroup")
    for (name, text) in files { try folder.write(text + "\n", to: "sys/fs/cgroup/\(name)") }
  }
}
