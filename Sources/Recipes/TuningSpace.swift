internal import Foundation
internal import StrataLinearAlgebra

/// What is searched for better settings, and how: the section `tune` of a recipe.
///
/// ```
/// tune:
///   trials: 27
///   rounds: 3
///   keep: 3
///   fine_tuning.learning_rate: 0.0003 to 0.01 log
///   stack.level: [0.1, 0.25, 0.4]
///   stack.units: [[500, 500], [1000]]
/// ```
package struct TuningSpace: Hashable, Sendable {
  /// How many settings are tried; fewer where there are no more.
  package var trials = 9
  /// How often all but the best are given up: the first round has the fewest epochs, the last one all of them.
  package var rounds = 2
  /// One setting of so many goes on to the next round, which takes so many times the epochs.
  package var keep = 3
  /// The seeds with which every setting is tried, whose mean error counts: the recipe's and those after it.
  package var seeds = 1
  /// Which epochs a round before the last shortens.
  package var shortens = Shortening.both
  /// What is varied.
  package var dimensions: [Dimension] = []

  /// Nothing is varied yet.
  package init() {}

  /// The section as a recipe writes it.
  var yaml: String {
    var lines = [
      "trials: \(trials)", "rounds: \(rounds)", "keep: \(keep)", "seeds: \(seeds)",
      "shortens: \(shortens.rawValue)",
    ]
    for dimension in dimensions {
      switch dimension.values {
      case .choice(let values): lines.append("\(dimension.key): [\(values.joined(separator: ", "))]")
      case .range(let low, let high, let isLogarithmic):
        lines.append("\(dimension.key): \(low) to \(high)\(isLogarithmic ? " log" : "")")
      }
    }
    return "tune:\n" + lines.map { "  \($0)\n" }.joined()
  }

  /// Which epochs are fewer in a round before the last.
  package enum Shortening: String, Hashable, Sendable, CaseIterable {
    /// Those of pretraining and of fine-tuning.
    case both
    /// Those of fine-tuning; all settings that share a stack then share it to the bit.
    case fineTuning = "fine_tuning"
  }

  /// A key of the recipe that is varied.
  package struct Dimension: Hashable, Sendable {
    /// For example `fine_tuning.learning_rate`.
    package let key: String
    let values: Values

    init(key: String, values: Values) {
      self.key = key
      self.values = values
    }

    /// One of some values, as a recipe writes them.
    package init(_ key: String, oneOf choices: [String]) { self.init(key: key, values: .choice(choices)) }
  }

  /// The values that a key can take.
  enum Values: Hashable, Sendable {
    /// One of these, as a recipe writes them.
    case choice([String])
    /// A number from `low` to `high`, evenly over them or over their logarithms.
    case range(low: Double, high: Double, isLogarithmic: Bool)
  }

  /// How many different settings there are; nil where there is no end of them.
  var size: Int? {
    dimensions.reduce(1) { size, dimension in
      guard case .choice(let values) = dimension.values, let size else { return nil }
      return size > Self.largestGrid ? size : size * values.count
    }
  }

  /// Draws after which what has not come is taken not to be there.
  private static let mostDraws: UInt32 = 100_000

  /// More than this is not gone through one by one.
  private static let largestGrid = 100_000

  /// The settings to try, each as assignments to keys: all that there are, where that is no more than `trials`, else drawn
  /// by a seed, none twice.
  package func settings(seed: UInt64) -> [[String]] {
    if let size, size <= trials { return grid }
    var drawn: [[String]] = []
    var seen: Set<[String]> = []
    var attempt: UInt32 = 0
    // A range may have fewer values than trials, once they are rounded.
    while drawn.count < trials, attempt < Self.mostDraws {
      let setting = dimensions.map { $0.assignment(seed: seed, draw: attempt) }
      if seen.insert(setting).inserted { drawn.append(setting) }
      attempt += 1
    }
    return drawn
  }

  /// Every combination of choices.
  private var grid: [[String]] {
    dimensions.reduce([[]]) { settings, dimension in
      guard case .choice(let values) = dimension.values else { return settings }
      return settings.flatMap { setting in values.map { setting + ["\(dimension.key)=\($0)"] } }
    }
  }

  /// The share of the epochs that a round takes, the rounds counted from 0.
  package func share(ofRound round: Int) -> Double {
    (round..<rounds - 1).reduce(1) { share, _ in share / Double(keep) }
  }
}

extension TuningSpace.Dimension {
  /// A value by a seed, as an assignment: a pure function of the seed, the key and the number of the draw.
  fileprivate func assignment(seed: UInt64, draw: UInt32) -> String {
    let stream = RandomStream(seed: seed, purpose: "tune/\(key)").at(epoch: Int(draw))
    let uniform = Double(stream.uniform(count: 1)[0])
    switch values {
    case .choice(let values):
      return "\(key)=\(values[min(Int(uniform * Double(values.count)), values.count - 1)])"
    case .range(let low, let high, let isLogarithmic):
      let value = isLogarithmic ? low * exp2(uniform * log2(high / low)) : low + uniform * (high - low)
      // Three digits, so that no machine's logarithm makes it another setting.
      // Of what is drawn evenly they count from the width of the range.
      let size = isLogarithmic ? value : min(value == 0 ? high - low : abs(value), high - low)
      let digits = isWhole ? 0 : max(0, 2 - Int(log10(max(size, 1e-30)).rounded(.down)))
      let unit = pow(10, Double(digits))
      let rounded = min(max((value * unit).rounded() / unit, low), high)
      return "\(key)=\(isWhole ? "\(Int(rounded))" : "\(Float(rounded))")"
    }
  }

  /// True where the key takes whole numbers.
  private var isWhole: Bool {
    guard case .range(let low, let high, _) = values, low == low.rounded(), high == high.rounded() else {
      return false
    }
    var recipe = Recipe()
    return (try? recipe.set("\(key)=0.5")) == nil
  }
}
