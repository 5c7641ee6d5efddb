package import Foundation
internal import Glibc

/// Making and listing folders.
package enum Folders {
  /// Makes a folder and those above it, where they are missing.
  package static func make(_ url: URL) throws(InputError) {
    if try makeNew(url) { return }
    var status = stat()
    guard stat(url.path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw .writing(url, ENOTDIR)
    }
  }

  /// Makes a folder, and those above it where they are missing; false when the name is taken.
  package static func makeNew(_ url: URL) throws(InputError) -> Bool {
    let parent = url.deletingLastPathComponent()
    if mkdir(url.path, 0o777) != 0 {
      switch errno {
      case EEXIST: return false
      case ENOENT where parent.path != url.path:
        try make(parent)
        // Again from the start: meanwhile somebody else may have made the folder itself.
        return try makeNew(url)
      case let code: throw .writing(url, code)
      }
    }
    try OpenFile.synchronizeFolder(parent)
    return true
  }

  /// The names in a folder, in no order; none when there is no such folder.
  package static func names(in url: URL) throws(InputError) -> [String] {
    guard let folder = opendir(url.path) else {
      if errno == ENOENT { return [] }
      throw .reading(url, errno)
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}
