import Foundation

/// A real file system that can be filled and made read-only: a tmpfs, which only root can mount.
package final class SmallDisk: Sendable {
  /// True where one can be made.
  package static let isAvailable = (try? SmallDisk(kilobytes: 64)) != nil

  package let folder: TemporaryFolder

  package struct CannotMount: Error {}

  package init(kilobytes: Int) throws {
    folder = try TemporaryFolder()
    try Self.run("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder.path)
  }

  deinit { try? Self.run("umount", "--lazy", folder.path) }

  package func makeReadOnly() throws {
    try Self.run("mount", "-o", "remount,ro", folder.path)
  }

  package func makeWritable() throws {
    try Self.run("mount", "-o", "remount,rw", folder.path)
  }

  private static func run(_ words: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CannotMount() }
  }
}
