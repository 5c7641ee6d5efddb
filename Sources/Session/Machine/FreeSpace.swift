package import Foundation
internal import StrataFiles
internal import Glibc

/// What can still be written to the file system under a folder.
package struct FreeSpace: Equatable {
  /// The bytes that this user may still write there: on a file system that has quotas for its folders,
  /// what the quota leaves.
  package let bytes: Int
  /// The largest file that the process may write (`ulimit -f`); nil for no limit.
  package let largestFile: Int?

  /// Looks at the file system of a folder, or of the nearest one above it that is there; nil when it
  /// does not say.
  package init?(under folder: URL) {
    var status = statvfs()
    guard let path = Folders.nearestExisting(folder) else { return nil }
    while statvfs(path, &status) != 0 { if errno != EINTR { return nil } }
    // A file system that counts no blocks does not say how many are free.
    guard status.f_blocks > 0 else { return nil }
    // Some blocks are kept for root.
    let blocks = geteuid() == 0 ? status.f_bfree : status.f_bavail
    bytes = Int(
      clamping: UInt64(blocks).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    var limit = rlimit()
    let isLimited = getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0
    largestFile = isLimited && limit.rlim_cur < rlim_t(Int.max) ? Int(limit.rlim_cur) : nil
  }
}
