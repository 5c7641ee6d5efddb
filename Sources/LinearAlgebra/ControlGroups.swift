package import Foundation

/// The control groups that this process is in, of version 1, of version 2, or of both (cgroups(7)).
package struct ControlGroups {
  private let root: URL
  /// The lines of `/proc/self/cgroup`: `hierarchy:controllers:path`.
  private let memberships: [(hierarchy: Substring, controllers: Substring, path: Substring)]

  /// Looks which they are; none where the system does not say. `root` is where its file systems are mounted.
  package init(root: URL) {
    self.root = root
    let text = try? String(contentsOf: root.appending(path: "proc/self/cgroup"), encoding: .utf8)
    memberships = (text ?? "").split(separator: "\n").compactMap { line in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      return parts.count == 3 ? (parts[0], parts[1], parts[2]) : nil
    }
  }

  /// Which files a group has.
  package enum Version { case v1, v2 }

  /// The folder of a group.
  package struct Folder {
    /// Which files it has.
    package let version: Version
    fileprivate let url: URL

    /// What a file of it holds, without the line's end; nil where there is none.
    package func text(_ file: String) -> String? {
      let text = try? String(contentsOf: url.appending(path: file), encoding: .utf8)
      return text?.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The number that a file of it holds; nil for `max`, or where there is none.
    package func number(_ file: String) -> Int? { text(file).flatMap { Int($0) } }
  }

  /// The folders in which a controller's limits may be: those of the process's groups and of all above them,
  /// each of which binds those below. Some may not be there.
  package func folders(of controller: String) -> [Folder] {
    memberships.flatMap { membership -> [Folder] in
      if membership.hierarchy == "0" { return folders(mountOfVersion2, membership.path, .v2) }
      guard membership.controllers.split(separator: ",").contains(Substring(controller)) else { return [] }
      let alone = mounts.appending(path: controller)
      let shared = mounts.appending(path: String(membership.controllers))
      return folders(Self.exists(alone) ? alone : shared, membership.path, .v1)
    }
  }

  private var mounts: URL { root.appending(path: "sys/fs/cgroup") }

  /// Beside version 1, version 2 has a folder of its own; by itself it has the place of both.
  private var mountOfVersion2: URL {
    let own = mounts.appending(path: "unified")
    let mark = "cgroup.controllers"
    let isBesideVersion1 =
      Self.exists(own.appending(path: mark)) && !Self.exists(mounts.appending(path: mark))
    return isBesideVersion1 ? own : mounts
  }

  /// The folder of a group and those above it. In a container the group's path may be that of the machine
  /// outside, and then only the topmost folder is there; a path that leads out of what is mounted has no other.
  private func folders(_ mount: URL, _ path: Substring, _ version: Version) -> [Folder] {
    var folders = [Folder(version: version, url: mount)]
    let names = path.split(separator: "/")
    for name in names where !names.contains("..") {
      let above = folders[folders.count - 1].url
      folders.append(Folder(version: version, url: above.appending(path: String(name))))
    }
    return folders
  }

  private static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }
}
