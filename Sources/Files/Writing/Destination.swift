internal import Foundation
internal import Glibc

/// What a result is written to: a file, which is replaced whole, or something else that stays where it is, such as a
/// pipe, a terminal or a device.
enum Destination {
  /// A file, or none yet: what a link leads to, where the path is one.
  case file(URL)
  /// What is there and is no file.
  case stream(URL)

  /// More links in a row than this lead nowhere.
  private static let mostLinks = 40

  init(_ url: URL) {
    var url = url
    for _ in 0..<Self.mostLinks {
      var status = stat()
      guard lstat(url.path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK,
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: url.path)
      else { break }
      // The links below /proc/PID/fd are the open files themselves.
      if url.path.hasPrefix("/proc/") {
        self = .stream(url)
        return
      }
      url =
        target.hasPrefix("/")
        ? URL(filePath: target) : url.deletingLastPathComponent().appending(path: target)
    }
    var status = stat()
    let isThere = stat(url.path, &status) == 0
    let kind = status.st_mode & S_IFMT
    self = isThere && kind != S_IFREG && kind != S_IFDIR ? .stream(url) : .file(url)
  }
}
