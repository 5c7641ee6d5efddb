import Foundation
import Glibc

/// A real file system of 64 kB that can be filled and made read-only: a tmpfs, which only root can mount.
final class TestDisk {
  static let isAvailable = geteuid() == 0 && (try? TestDisk()) != nil

  let folder: TemporaryFolder
  var url: URL { folder.url }

  struct CannotMount: Error {}

  init() throws {
    folder = try TemporaryFolder()
    guard output(of: "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.url.path) != nil else {
      throw CannotMount()
    }
  }

  deinit { _ = output(of: "umount", "--lazy", folder.url.path) }

  func makeReadOnly() throws {
    guard output(of: "mount", "-o", "remount,ro", folder.url.path) != nil else { throw CannotMount() }
  }
}
