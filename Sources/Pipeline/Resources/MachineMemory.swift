internal import Foundation

/// The memory of a machine, within the limit of the control group that the process is in.
struct MachineMemory: Equatable {
  /// All that a process can have here, swap included, in bytes.
  let capacity: Int
  /// What bounds it, in words.
  let bound: String
  /// What is free now, swap not included.
  let available: Int

  /// Looks at this machine; nil where it does not say. `root` is where its file systems are mounted.
  init?(root: URL = URL(filePath: "/", directoryHint: .isDirectory)) {
    guard let machine = Self.table(root.appending(path: "proc/meminfo")), let total = machine["MemTotal"]
    else {
      return nil
    }
    let swap = machine["SwapTotal"] ?? 0
    var capacity = total + swap
    var bound = "all of this machine's"
    for limit in Self.groupLimits(root, swap: swap) where limit < capacity {
      capacity = limit
      bound = "the limit of its control group"
    }
    self.capacity = capacity
    self.bound = bound
    available = min(machine["MemAvailable"] ?? total, capacity)
  }

  // MARK: - Control groups

  /// The limits of the groups that the process is in and of those above them (cgroups(7)), version 1 or 2.
  private static func groupLimits(_ root: URL, swap: Int) -> [Int] {
    let lines = text(root.appending(path: "proc/self/cgroup"))?.split(separator: "\n") ?? []
    return lines.flatMap { line -> [Int] in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return [] }
      if parts[0] == "0" {
        return folders(root.appending(path: "sys/fs/cgroup"), String(parts[2])).compactMap { folder in
          number(folder.appending(path: "memory.max")).map { limit in
            limit + min(number(folder.appending(path: "memory.swap.max")) ?? swap, swap)
          }
        }
      }
      guard parts[1].split(separator: ",").contains("memory") else { return [] }
      return folders(root.appending(path: "sys/fs/cgroup/memory"), String(parts[2])).flatMap { folder in
        let memory = number(folder.appending(path: "memory.limit_in_bytes")).map { $0.addingClamped(swap) }
        return [memory, number(folder.appending(path: "memory.memsw.limit_in_bytes"))].compactMap(\.self)
      }
    }
  }

  /// The folder of a group and those above it. In a container the group's path may be that of the machine
  /// outside, and then only the topmost folder is there.
  private static func folders(_ mount: URL, _ path: String) -> [URL] {
    var folders = [mount]
    for name in path.split(separator: "/") where name != ".." {
      folders.append(folders[folders.count - 1].appending(path: String(name)))
    }
    return folders
  }

  // MARK: - Files of numbers

  private static func text(_ url: URL) -> String? { try? String(contentsOf: url, encoding: .utf8) }

  /// The number that a file holds; nil for `max`, or where there is none.
  private static func number(_ url: URL) -> Int? {
    text(url).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  /// Lines like `MemTotal:  16384 kB`, in bytes.
  static func table(_ url: URL) -> [String: Int]? {
    text(url)?.split(separator: "\n").reduce(into: [:]) { table, line in
      let words = line.split(whereSeparator: { $0 == ":" || $0.isWhitespace })
      if words.count == 3, words[2] == "kB", let kilobytes = Int(words[1]) {
        table[String(words[0])] = kilobytes << 10
      }
    }
  }
}

/// The memory of this process.
struct ProcessMemory {
  /// What it has now, in bytes.
  let resident: Int
  /// The most that it has had.
  let peak: Int

  /// Looks at it; nil where the system does not say.
  init?() {
    let table = MachineMemory.table(URL(filePath: "/proc/self/status"))
    guard let resident = table?["VmRSS"], let peak = table?["VmHWM"] else { return nil }
    self.resident = resident
    self.peak = peak
  }
}

extension Int {
  fileprivate func addingClamped(_ other: Int) -> Int {
    let (sum, isOverflown) = addingReportingOverflow(other)
    return isOverflown ? .max : sum
  }
}
