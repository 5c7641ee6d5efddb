internal import StrataFiles
internal import StrataLinearAlgebra

/// Few of many labels: the training examples that keep theirs, as many of each class as there are.
struct LabelDraw {
  /// The examples with a label, in ascending order.
  let kept: [Int]
  /// The others.
  let withheld: [Int]

  /// Draws class by class, in an order and with examples that follow from the seed, until there are enough; a class that
  /// has no more examples is passed over. So classes differ by one at most, as long as there are enough of each.
  ///
  /// - Parameters:
  ///   - count: how many labels are kept.
  ///   - train: the training examples.
  ///   - classes: the class of each example.
  /// - Throws: `InputError` when there are fewer labels than classes.
  init(
    _ count: Int, of train: [Int], classes: [Int32], seed: UInt64, at place: String
  ) throws(InputError) {
    let shuffled = RandomStream(seed: seed, purpose: "labels").permutation(count: train.count).map {
      train[Int($0)]
    }
    let byClass = Dictionary(grouping: shuffled) { classes[$0] }
    guard count >= byClass.count else {
      throw InputError(
        .usage, at: place, expected: "a label for each class at least, \(byClass.count)",
        found: "\(count) to keep",
        advice: "keep more labels")
    }
    let order = byClass.keys.sorted()
    let rank = RandomStream(seed: seed, purpose: "order of classes").permutation(count: order.count)
    let places = shuffled.isEmpty ? [] : rank.map { order[Int($0)] }
    // The k-th example of each class, for all k; within one k in the order of classes.
    let drawn = (0..<(byClass.values.map(\.count).max() ?? 0)).lazy.flatMap { k in
      places.compactMap { label in byClass[label].flatMap { k < $0.count ? $0[k] : nil } }
    }
    let chosen = Set(drawn.prefix(count))
    kept = train.filter(chosen.contains)
    withheld = train.filter { !chosen.contains($0) }
  }
}
