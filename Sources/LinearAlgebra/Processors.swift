internal import CStrataProcessors
package import Foundation

/// The processors that this process may use, and the number of threads to take where nobody says how many.
///
/// A machine's processors are not all a process's own. Its affinity or a CPU set may keep it to some of them,
/// and a CPU quota to a part of their time (cgroups(7)); more threads than that wait for each other.
package struct Processors: Hashable, Sendable {
  /// The machine's, those that are switched on.
  package let online: Int
  /// Those that this process may use: a quota rounded up to whole ones.
  package let available: Int
  /// What keeps the process to these, in words; nil where it may use all.
  package let limit: String?
  /// The number of threads to take where none is named: what the environment says, else one for each
  /// processor that is available, within `Execution.threadCounts`.
  package let threads: Int
  /// What decided `threads`, in words: a variable's name, the limit, or `all 8 processors`.
  package let bound: String
  /// Variables of the environment that say no number of threads and so decide nothing, a sentence each; mostly
  /// none.
  package let warnings: [String]

  /// This process's, as they were when first asked for.
  package static let current = Processors()

  /// Looks at this process.
  ///
  /// - Parameters:
  ///   - root: where the machine's file systems are mounted.
  ///   - environment: the variables that may say a number of threads.
  ///   - affinity: the number of processors that the process is allowed to run on; nil where that is not known.
  package init(
    root: URL = URL(filePath: "/", directoryHint: .isDirectory),
    environment: [String: String] = ProcessInfo.processInfo.environment,
    affinity: Int? = Self.affinity
  ) {
    let online = Self.online(root) ?? affinity ?? ProcessInfo.processInfo.activeProcessorCount
    let groups = ControlGroups(root: root)
    let quota = groups.quota
    // A CPU set narrows the affinity of those in it, so it is named first where both allow as many.
    let limits = [
      (groups.processorsOfSet.map { Double($0) }, "the CPU set of its control group"),
      (affinity.map { Double($0) }, "the CPU affinity"),
      (quota, "the CPU quota of its control group (\(Self.words(quota ?? 0)))"),
    ]
    var (least, limit) = (Double(online), String?.none)
    for case (let processors?, let name) in limits where processors < least {
      (least, limit) = (processors, name)
    }
    self.online = online
    self.limit = limit
    available = Int(least.rounded(.up))

    let variables = ThreadVariable.all(in: environment)
    let variable = variables.first { $0.threads != nil }
    let counts = Execution.threadCounts
    let threads = variable?.threads ?? min(available, counts.upperBound)
    let bound = variable?.name ?? limit ?? (online == 1 ? "the only processor" : "all \(online) processors")
    self.threads = threads
    self.bound = bound
    warnings = variables.filter { $0.threads == nil }.map {
      "\($0.name)=\($0.shown) is no number of threads from \(counts.lowerBound) to \(counts.upperBound) and "
        + "is ignored; the number is \(threads): \(bound)"
    }
  }

  /// The number of processors that this thread is allowed to run on (sched_setaffinity(2)); nil where the
  /// system does not say.
  package static var affinity: Int? {
    let count = Int(strata_affinity())
    return count > 0 ? count : nil
  }

  private static func online(_ root: URL) -> Int? {
    let list = try? String(contentsOf: root.appending(path: "sys/devices/system/cpu/online"), encoding: .utf8)
    return list.flatMap {
      ControlGroups.count(ofList: $0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }

  /// With at most two decimals.
  private static func words(_ quota: Double) -> String {
    let rounded = max(1, (quota * 100).rounded()) / 100
    let number = Int(exactly: rounded).map { "\($0)" } ?? "\(rounded)"
    return "\(number) processor\(number == "1" ? "" : "s")"
  }
}
