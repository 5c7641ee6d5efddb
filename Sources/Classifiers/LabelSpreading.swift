internal import StrataFiles
public import StrataLinearAlgebra

/// Labels for examples that have none, from few that have one, by the assumption that near examples are alike (Zhou,
/// Bousquet, Lal, Weston and Schölkopf 2004, "Learning with local and global consistency").
///
/// Every example hands its label on to its nearest neighbours, these to theirs, and what comes together at an example
/// decides. A network that is then trained on all of them learns what neighbours agree on:
///
/// ```swift
/// // −1 stands for an example without a label.
/// let spread = try LabelSpreading().spread(labels, classes: 10, over: mnist.examples)
/// let examples = try LabelledFeatures(mnist.examples, labels: spread)
/// let tuned = try fineTuning.fit(network, to: examples, validation: nil, seed: 1)
/// ```
///
/// It helps where classes are clusters and is wrong where they are not, so choose by validation examples whether to
/// use it.
public struct LabelSpreading: Hashable, Sendable, Codable {
  /// How many nearest neighbours of each example it hands its label to.
  public var neighbours: Int
  /// α: how much an example listens to its neighbours and not to the label that it was given, from 0 to below 1.
  public var trust: Double
  /// How far two examples are from each other.
  public var measure: NearestNeighbours.Measure

  /// A recipe.
  public init(
    neighbours: Int = 10, trust: Double = 0.99, measure: NearestNeighbours.Measure = .angle
  ) {
    self.neighbours = neighbours
    self.trust = trust
    self.measure = measure
  }

  /// The labels of all examples. Those that are given stay; −1 is left where none comes, as no chain of neighbours leads
  /// there from an example with one.
  ///
  /// - Parameters:
  ///   - labels: the class of each example, from 0; −1 for one without a label.
  ///   - classes: how many classes there are.
  ///   - features: the examples, as many as there are labels.
  ///   - execution: how the arithmetic is carried out.
  ///   - report: called with the share that is done, as it goes; what it throws ends it.
  /// - Throws: `InputError` where labels and examples do not go together, and what `report` throws.
  public func spread(
    _ labels: [Int32], classes: Int, over features: any Features, execution: Execution = Execution(),
    report: (Double) throws -> Void = { _ in }
  ) throws -> [Int32] {
    try check()
    guard labels.count == features.rows else {
      throw InputError(
        .malformedData, at: "labels", expected: "\(features.rows), one for each example",
        found: "\(labels.count)", advice: "pair every example with its label, or with −1 for none")
    }
    if let index = labels.firstIndex(where: { $0 < -1 || $0 >= classes }) {
      throw InputError(
        .malformedData, at: "label of example \(index)", expected: "a class from 0 to \(classes - 1), or −1",
        found: "\(labels[index])", advice: "mend the labels, or say that there are more classes")
    }
    guard labels.contains(-1), labels.contains(where: { $0 >= 0 }) else { return labels }
    let graph = NeighbourGraph(
      try NearestNeighbours(
        of: features, count: neighbours, by: measure, execution: execution, report: report))
    let scores = graph.diffused(from: labels, classes: classes, trust: trust)
    return zip(labels, decided(scores, given: labels, classes)).map { $0 >= 0 ? $0 : $1 }
  }

  /// The examples to which a label comes, with it.
  func labelled(
    _ examples: any LabelledExamples, classes: Int, execution: Execution, report: (Double) throws -> Void
  ) throws -> any LabelledExamples {
    let labels = try spread(
      examples.labels, classes: classes, over: examples.features, execution: execution, report: report)
    let reached = labels.indices.filter { labels[$0] >= 0 }
    return try LabelledFeatures(
      reached.count == labels.count
        ? examples.features : SelectedRows(examples.features, reached.map { Int32($0) }),
      labels: reached.map { labels[$0] })
  }

  /// The class of each example: of the highest score, after the scores of each class were scaled so that it has as much of
  /// their sum as of the given labels (Zhu, Ghahramani and Lafferty 2003, "Semi-supervised learning using Gaussian fields
  /// and harmonic functions", section 4).
  func decided(_ scores: [Double], given labels: [Int32], _ classes: Int) -> [Int32] {
    var (masses, counts) = ([Double](repeating: 0, count: classes), [Double](repeating: 0, count: classes))
    for (place, score) in scores.enumerated() { masses[place % classes] += score }
    for label in labels where label >= 0 { counts[Int(label)] += 1 }
    let factors = zip(masses, counts).map { $0 > 0 ? $1 / $0 : 0 }
    return labels.indices.map { row in
      var (best, highest) = (Int32(-1), 0.0)
      for label in 0..<classes {
        let score = scores[row * classes + label] * factors[label]
        if score > highest { (best, highest) = (Int32(label), score) }
      }
      return best
    }
  }

  private func check() throws {
    try InputError.require(neighbours >= 1, "neighbours", "at least 1", "\(neighbours)")
    try InputError.require(trust >= 0 && trust < 1, "trust", "at least 0 and below 1", "\(trust)")
  }
}
