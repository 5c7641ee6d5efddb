package import Foundation
internal import StrataLinearAlgebra

/// The memory of a machine, within the limits of the control group that the process is in and of its shell.
package struct MachineMemory: Equatable {
  /// All that a process can have here, swap included, in bytes.
  package let capacity: Int
  /// What bounds it, in words.
  package let bound: String
  /// What is free now, swap not included.
  package let available: Int

  /// Looks at this machine; nil where it does not say. `root` is where its file systems are mounted,
  /// `space` what the process may map.
  package init?(
    root: URL = URL(filePath: "/", directoryHint: .isDirectory), space: AddressSpace? = .ofProcess
  ) {
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
    if let space, let usable = space.usable, let resident = ProcessMemory()?.resident,
      resident.addingClamped(usable) < capacity
    {
      capacity = resident + usable
      bound = space.bound
    }
    self.capacity = capacity
    self.bound = bound
    available = min(machine["MemAvailable"] ?? total, capacity)
  }

  /// The limits of the groups that the process is in and of those above them.
  private static func groupLimits(_ root: URL, swap: Int) -> [Int] {
    ControlGroups(root: root).folders(of: "memory").flatMap { folder -> [Int] in
      switch folder.version {
      case .v1:
        let memory = folder.number("memory.limit_in_bytes").map { $0.addingClamped(swap) }
        return [memory, folder.number("memory.memsw.limit_in_bytes")].compactMap(\.self)
      case .v2:
        let allowed = min(folder.number("memory.swap.max") ?? swap, swap)
        return [folder.number("memory.max").map { $0.addingClamped(allowed) }].compactMap(\.self)
      }
    }
  }

  /// Lines like `MemTotal:  16384 kB`, in bytes.
  package static func table(_ url: URL) -> [String: Int]? {
    (try? String(contentsOf: url, encoding: .utf8))?.split(separator: "\n").reduce(into: [:]) { table, line in
      let words = line.split(whereSeparator: { $0 == ":" || $0.isWhitespace })
      if words.count == 3, words[2] == "kB", let kilobytes = Int(words[1]) {
        table[String(words[0])] = kilobytes << 10
      }
    }
  }
}

/// The memory of this process.
package struct ProcessMemory {
  /// What it has now, in bytes.
  package let resident: Int
  /// The most that it has had.
  package let peak: Int

  /// Looks at it; nil where the system does not say.
  package init?() {
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
