internal import StrataFiles
package import StrataRecipes

extension PipelineOptions {
  /// True where a key was set on the command line.
  package func sets(_ key: String) -> Bool { assignments.contains { $0.hasPrefix(key + "=") } }

  /// True where a key was set on the command line by whatever option.
  package func says(_ key: String) -> Bool {
    sets(key) || flags.contains { $0.key == key } || (key == "seed" && seed != nil)
      || (key == "dataset" && dataset != nil)
  }

  /// The same, of the keys that were set only some.
  package func keeping(_ keys: Set<String>) -> PipelineOptions {
    var options = self
    options.assignments.removeAll { !keys.contains(String($0.prefix { $0 != "=" })) }
    return options
  }

  /// The recipe of a command for which only some of the keys mean anything.
  ///
  /// - Throws: a usage error where another key was set, as it would change nothing and be taken for something that it
  ///   did; and what `recipe()` throws.
  package func recipe(
    of command: String, setting keys: Set<String>, inherited: Recipe? = nil
  ) throws -> Recipe {
    let asked = try recipe(inherited: inherited)
    for name in assignments.map({ String($0.prefix { $0 != "=" }) }) where !keys.contains(name) {
      throw InputError(
        .usage, at: "--set \(name)",
        expected: "a key that \(command) reads: \(keys.sorted().joined(separator: ", "))",
        found: "one that it does not", advice: "leave it out")
    }
    for flag in flags where !keys.contains(flag.key) {
      throw InputError(
        .usage, at: flag.name, expected: "a flag that \(command) knows, or a file of labels",
        found: "\(flag.value ?? "it"), for \(flag.key)", advice: "leave it out")
    }
    if seed != nil, !keys.contains("seed") {
      throw InputError(
        .usage, at: "--seed", expected: "none: \(command) draws nothing by chance", found: "one",
        advice: "leave it out")
    }
    return asked
  }
}
