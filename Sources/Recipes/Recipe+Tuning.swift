internal import StrataFiles
internal import Yams

/// How the section `tune` is read.
extension Recipe {
  /// The section's name.
  static let tuningSection = "tune"

  /// Sets a key of the section, or what a key of the recipe is varied over.
  mutating func setTuning(_ name: String, to node: YAMLNode) throws {
    var space = tuning ?? TuningSpace()
    func number(_ range: ClosedRange<Int>) throws -> Int {
      guard let value = Int(node: node), range.contains(value) else {
        throw Self.tuningError(name, "\(range.lowerBound) to \(range.upperBound)", node)
      }
      return value
    }
    switch name {
    case "trials": space.trials = try number(1...10_000)
    case "rounds": space.rounds = try number(1...10)
    case "keep": space.keep = try number(2...100)
    case "seeds": space.seeds = try number(1...100)
    case "shortens":
      guard let choice = TuningSpace.Shortening(node: node) else {
        throw Self.tuningError(name, TuningSpace.Shortening.expected, node)
      }
      space.shortens = choice
    default:
      try requireTunable(name)
      let dimension = TuningSpace.Dimension(key: name, values: try values(of: name, node))
      if let index = space.dimensions.firstIndex(where: { $0.key == name }) {
        space.dimensions[index] = dimension
      } else {
        space.dimensions.append(dimension)
      }
    }
    tuning = space
  }

  /// Throws unless a key is one that a search can vary: all settings are tried on the same examples.
  private func requireTunable(_ name: String) throws {
    let keys = RecipeKey.all.map(\.name).filter { key in
      ["stack.", "pretraining.", "fine_tuning."].contains { key.hasPrefix($0) }
    }
    guard !keys.contains(name) else { return }
    let isKey = RecipeKey.all.contains { $0.name == name }
    let nearest = isKey ? nil : Suggestion.nearest(to: name, among: keys)
    throw InputError(
      .recipe, at: "\(Self.tuningSection).\(name)",
      expected: "trials, rounds, keep, seeds, shortens, or a key of stack, pretraining or fine_tuning",
      found: isKey
        ? "one that is the same for all settings" : "an unknown one",
      advice:
        "\(nearest.map { "did you mean \($0)? " } ?? "")write sections with dots, as in fine_tuning.epochs")
  }

  private func values(of name: String, _ node: YAMLNode) throws -> TuningSpace.Values {
    let values: TuningSpace.Values
    if let sequence = node.sequence {
      let texts = sequence.map(\.flow)
      guard !texts.isEmpty, Set(texts).count == texts.count else {
        throw Self.tuningError(name, texts.isEmpty ? "at least one value" : "different values", node)
      }
      for text in texts { try requireValue(text, of: name) }
      values = .choice(texts)
    } else {
      guard let range = Self.range(node.scalar?.string ?? "") else {
        throw Self.tuningError(
          name,
          "a list of values, or a range such as 0.001 to 0.1, or 0.001 to 0.1 log: the smaller number first, and more than 0 for a logarithm",
          node)
      }
      for end in [range.low, range.high] {
        try requireValue(end == end.rounded() ? "\(Int(end))" : "\(end)", of: name)
      }
      values = .range(low: range.low, high: range.high, isLogarithmic: range.isLogarithmic)
    }
    return values
  }

  private func requireValue(_ text: String, of name: String) throws {
    var copy = self
    do {
      try copy.set("\(name)=\(text)")
    } catch let error as InputError {
      throw InputError(
        error.kind, at: "\(Self.tuningSection).\(name)", expected: error.expected, found: error.found,
        advice: error.advice)
    }
  }

  /// `LOW to HIGH`, or `LOW to HIGH log`.
  private static func range(_ text: String) -> (low: Double, high: Double, isLogarithmic: Bool)? {
    let words = text.split(separator: " ")
    guard words.count == 3 || words.count == 4 && words[3] == "log", words[1] == "to",
      let low = Double(words[0]), let high = Double(words[2]), low < high, low.magnitude < 1e9,
      high.magnitude < 1e9,
      words.count == 3 || low > 0
    else { return nil }
    return (low, high, words.count == 4)
  }

  private static func tuningError(_ name: String, _ expected: String, _ node: YAMLNode) -> InputError {
    InputError(
      .recipe, at: "\(tuningSection).\(name)", expected: expected, found: node.brief,
      advice: "\(ShippedFiles.ofProcess.document("recipes.md")) shows a search")
  }
}

extension TuningSpace.Shortening: RecipeValue {}

extension YAMLNode {
  /// The node on one line, as `--set` takes it.
  fileprivate var flow: String {
    sequence.map { "[" + $0.map(\.flow).joined(separator: ", ") + "]" } ?? scalar?.string ?? brief
  }
}
