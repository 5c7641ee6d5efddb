package import Foundation
internal import Glibc

/// Making and listing folders.
package enum Folders {
  /// Makes a folder and those above it, where they are missing.
  package static func make(_ url: URL) throws(InputError) {
    if try makeNew(url) || isFolder(url.path) { return }
    throw .writing(url, ENOTDIR)
  }

  /// Makes a folder, and those above it where they are missing; false when the name is taken.
  package static func makeNew(_ url: URL) throws(InputError) -> Bool {
    try url.requireFile()
    // Somebody may remove a folder above it as soon as it is made; who does so again and again is not waited for.
    for attempt in 1... {
      if mkdir(url.path, 0o777) == 0 {
        try OpenFile.synchronizeFolder(url.deletingLastPathComponent())
        return true
      }
      switch errno {
      case EEXIST: return false
      case ENOENT where attempt <= 3: try makeParents(of: url)
      case let code: throw .writing(url, code)
      }
    }
    return false
  }

  /// Makes the folders above one, from the nearest that is there on.
  private static func makeParents(of url: URL) throws(InputError) {
    let missing = parents(of: url.path).prefix { !exists($0) }
    for path in missing.reversed() {
      guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
        throw .writing(URL(fileURLWithPath: path, isDirectory: true), errno)
      }
      try OpenFile.synchronizeFolder(URL(fileURLWithPath: path).deletingLastPathComponent())
    }
  }

  /// A folder, or the nearest one above it that is there; nil when there is none, as for a relative path whose
  /// working directory is gone.
  package static func nearestExisting(_ url: URL) -> String? {
    ([url.path] + parents(of: url.path)).first(where: exists)
  }

  /// The paths above one, the nearest first, down to `/`: as many as it has parts, whatever is there.
  private static func parents(of path: String) -> [String] {
    var parts = path.split(separator: "/")
    let start = path.hasPrefix("/") ? "/" : ""
    var parents: [String] = []
    while parts.popLast() != nil, !(parts.isEmpty && start.isEmpty) {
      parents.append(start + parts.joined(separator: "/"))
    }
    return parents
  }

  private static func exists(_ path: String) -> Bool {
    var status = stat()
    // What cannot be looked at is there.
    return stat(path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR)
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in a folder, in no order; none when there is no such folder.
  package static func names(in url: URL) throws(InputError) -> [String] {
    try url.requireFile()
    guard let folder = opendir(url.path) else {
      if errno == ENOENT { return [] }
      throw .reading(url, errno)
    }
    defer { closedir(folder) }
    var names: [String] = []
    while true {
      // The only way to tell the end of the folder from an error.
      errno = 0
      guard let entry = readdir(folder) else { break }
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw .reading(url, errno) }
    return names
  }
}
