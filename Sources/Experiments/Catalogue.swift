internal import StrataFiles

/// Every experiment, in the lecture's order.
enum Catalogue {
  static let all: [any Experiment] = [
    CleanTarget(), BodyMassIndex(), Robustness(), Capacity(), FrozenFeatures(), Depth(), Filters(),
    DeeperFilters(), Edges(), NoiseKinds(), FewLabels(),
    Variants(),
  ]

  /// The word that stands for all of them.
  static let allName = "all"

  /// The experiment of a name, or all of them.
  ///
  /// - Throws: `InputError` with the names that there are.
  static func named(_ name: String) throws -> [any Experiment] {
    if name == allName { return all }
    let found = all.filter { $0.name == name }
    guard found.isEmpty else { return found }
    throw InputError(
      .usage, at: "experiment \(name)",
      expected: "one of \((all.map(\.name) + [allName]).joined(separator: ", "))", found: name,
      advice: "mnist-pipeline experiment list says what each is about")
  }
}
