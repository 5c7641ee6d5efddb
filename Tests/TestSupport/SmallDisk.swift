import Foundation
import Synchronization

/// A real file system that can be filled and made read-only: a tmpfs, which only root can mount.
package final class SmallDisk: Sendable {
  /// True where one can be made.
  package static let isAvailable = (try? SmallDisk(kilobytes: 64)) != nil

  package let folder: TemporaryFolder
  private let isReadOnly = Atomic(false)

  package struct CannotMount: Error {}

  package init(kilobytes: Int) throws {
    folder = try TemporaryFolder()
    try Self.run("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder.path)
  }

  deinit {
    try? makeWritable()
    try? Self.run("umount", "--lazy", folder.path)
  }

  /// Mounts it over itself, so that it is so for those too who have files open there.
  package func makeReadOnly() throws {
    try Self.run("mount", "--bind", folder.path, folder.path)
    try Self.run("mount", "-o", "remount,bind,ro", folder.path)
    isReadOnly.store(true, ordering: .relaxed)
  }

  package func makeWritable() throws {
    guard isReadOnly.exchange(false, ordering: .relaxed) else { return }
    try Self.run("umount", "--lazy", folder.path)
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
