internal import StrataFiles
internal import StrataLinearAlgebra

/// Which rows of one training part become which part: indices, each part's in ascending order.
struct Split {
  var train: [Int]
  var validation: [Int]
  var test: [Int]
}

extension Split {
  /// Divides examples.
  ///
  /// - Parameters:
  ///   - classes: the class of each example; −1 for one without a label.
  ///   - division: how many for each part. What is nil is a sixth.
  ///   - needs: which parts are to be taken from these examples.
  ///   - place: the data set, as errors name it.
  /// - Throws: `InputError` when no example would be left to train on.
  init(
    of classes: [Int32], _ division: Division, rule: SplitRule,
    needs: (validation: Bool, test: Bool), at place: String
  ) throws(InputError) {
    let count = classes.count
    let test = needs.test ? division.test ?? count / 6 : 0
    let validation = needs.validation ? division.validation ?? (count - test) / 6 : 0
    guard test >= 0, test < count else { throw Self.tooMany("test", test, of: count, at: place) }
    guard (0..<count - test).contains(validation) else {
      throw Self.tooMany("validation", validation, of: count - test, at: place)
    }
    guard (division.limit ?? 1) > 0 else {
      throw InputError(
        .usage, at: place, expected: "a limit of at least one training example",
        found: "\(division.limit ?? 0)",
        advice: "choose more")
    }
    let kept = min(division.limit ?? count, count - test - validation)
    switch rule {
    case .last:
      train = Array(0..<kept)
      self.validation = Array(count - test - validation..<count - test)
      self.test = Array(count - test..<count)
    case .seed:
      let draw = Draw(classes, seed: division.seed)
      let order = draw.order(sparing: test + validation)
      self.test = order[..<test].sorted()
      self.validation = order[test..<test + validation].sorted()
      train = order[(test + validation)..<(test + validation + kept)].sorted()
    }
  }

  private static func tooMany(_ part: String, _ found: Int, of count: Int, at place: String) -> InputError {
    InputError(
      .usage, at: place, expected: "0 to \(count - 1) \(part) examples, of \(count) training examples",
      found: "\(found)", advice: "choose fewer")
  }
}

/// An order of examples of which every stretch holds the classes in proportion, as far as whole examples allow.
private struct Draw {
  private let order: [Int]
  /// The examples that are the only ones of their classes.
  private let single: Set<Int>

  /// The order, with a class's only example not among the first `count`: from there it could not be learned.
  func order(sparing count: Int) -> [Int] {
    let others = order.filter { !single.contains($0) }
    guard !single.isEmpty, others.count >= count else { return order }
    return others[..<count] + order.filter(single.contains) + others[count...]
  }

  /// Within a class the order is random. The k-th of its n examples stands at (k + u)/n of the whole, where u is one
  /// random number from 0 to 1 for each class; so a stretch of length p holds p·n of them, give or take one.
  init(_ classes: [Int32], seed: UInt64) {
    let stream = RandomStream(seed: seed, purpose: "split")
    let shuffled = stream.permutation(count: classes.count).map { Int($0) }
    let labels = Set(classes).sorted()
    let offsets = RandomStream(seed: seed, purpose: "split of classes").uniform(count: labels.count)
    let offset = Dictionary(uniqueKeysWithValues: zip(labels, offsets))
    let total = classes.reduce(into: [Int32: Int]()) { $0[$1, default: 0] += 1 }
    var seen: [Int32: Int] = [:]
    let places = shuffled.map { index -> (place: Double, index: Int) in
      let label = classes[index]
      let k = seen[label, default: 0]
      seen[label] = k + 1
      return ((Double(k) + Double(offset[label] ?? 0)) / Double(total[label] ?? 1), index)
    }
    order = places.sorted { ($0.place, $0.index) < ($1.place, $1.index) }.map(\.index)
    single = Set(classes.indices.filter { classes[$0] >= 0 && total[classes[$0]] == 1 })
  }
}
