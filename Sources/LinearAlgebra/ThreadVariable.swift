internal import Foundation

/// A variable of the environment that is to say a number of threads, as it is set.
struct ThreadVariable {
  let name: String
  /// What it says; nil where that is no number of threads.
  let threads: Int?
  /// Its text, such that a terminal shows it and does not obey it.
  let shown: String

  /// Those that are set; the first one that says a number decides.
  static func all(in environment: [String: String]) -> [ThreadVariable] {
    // One that is set to nothing is as if it were not set.
    let environment = environment.filter { !$0.value.allSatisfy(\.isWhitespace) }
    return [
      // A number for each level of nested regions; there is one level here.
      environment["OMP_NUM_THREADS"].map { text in
        let levels = text.split(separator: ",", omittingEmptySubsequences: false).map(number)
        return ThreadVariable("OMP_NUM_THREADS", text, levels.contains(nil) ? nil : levels[0])
      },
      environment["SLURM_CPUS_PER_TASK"].map { text in
        ThreadVariable("SLURM_CPUS_PER_TASK", text, number(text[...]))
      },
    ].compactMap(\.self)
  }

  private init(_ name: String, _ text: String, _ threads: Int?) {
    self.name = name
    self.threads = threads
    let limit = 80
    let start = text.unicodeScalars.prefix(limit).map { $0.escaped(asASCII: true) }.joined()
    shown = start + (text.unicodeScalars.dropFirst(limit).isEmpty ? "" : "…")
  }

  private static func number(_ text: Substring) -> Int? {
    let number = Int(text.trimmingCharacters(in: .whitespaces))
    return number.flatMap { Execution.threadCounts.contains($0) ? $0 : nil }
  }
}
