extension ControlGroups {
  /// The number of processors in the smallest CPU set of the groups (cpuset(7)); nil for no set.
  package var processorsOfSet: Int? {
    folders(of: "cpuset").compactMap { folder in
      // What is configured may be empty, or name processors that are switched off.
      let files =
        folder.version == .v2 ? ["cpuset.cpus.effective"] : ["cpuset.effective_cpus", "cpuset.cpus"]
      return files.lazy.compactMap { folder.text($0).flatMap(Self.count(ofList:)) }.first
    }.min()
  }

  /// The processors' time that the groups allow, in processors: 1.5 for three halves of one's time; nil for no
  /// quota.
  package var quota: Double? {
    folders(of: "cpu").compactMap { folder in
      switch folder.version {
      case .v1:
        Self.quota(folder.number("cpu.cfs_quota_us"), per: folder.number("cpu.cfs_period_us"))
      case .v2:
        // `150000 100000`, or `max 100000` for no quota.
        folder.text("cpu.max").flatMap { text in
          let words = text.split(separator: " ")
          return words.count == 2 ? Self.quota(Int(words[0]), per: Int(words[1])) : nil
        }
      }
    }.min()
  }

  /// Nil for what is no quota; version 1 says −1 where there is none.
  private static func quota(_ microseconds: Int?, per period: Int?) -> Double? {
    guard let microseconds, let period, microseconds > 0, period > 0 else { return nil }
    return Double(microseconds) / Double(period)
  }

  /// The number of processors in a list like `0-3,8,10-11` (cpuset(7), "List format"); nil for what is no such
  /// list, and for an empty one.
  package static func count(ofList text: String) -> Int? {
    var count = 0
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
      guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1], first <= last else {
        return nil
      }
      count += Int(last - first) + 1
    }
    return count
  }
}
