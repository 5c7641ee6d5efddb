import ArgumentParser

/// Repetitions, each with a seed of its own: `5` for the recipe's seed and the four after it, or `11..15`.
struct Seeds: ExpressibleByArgument, CustomStringConvertible {
  let first: UInt64?
  let count: Int

  /// The most at once.
  static let most = 100

  /// The recipe's own and those after it.
  init(count: Int) { self.init(first: nil, count: count) }

  private init(first: UInt64?, count: Int) {
    self.first = first
    self.count = count
  }

  init?(argument: String) {
    if let count = Int(argument) {
      self.init(count: count)
      return
    }
    let ends = argument.split(separator: ".", omittingEmptySubsequences: false)
    guard ends.count == 3, ends[1].isEmpty, let first = UInt64(ends[0]), let last = UInt64(ends[2]),
      first <= last, last - first < 1 << 32
    else { return nil }
    self.init(first: first, count: Int(last - first) + 1)
  }

  /// Throws where there are none, or too many.
  func check() throws {
    guard !(1...Self.most).contains(count) else {
      return
    }
    throw ValidationError("--seeds is 1 to \(Self.most), or as many as in 1..5, not \(self).")
  }

  /// The seeds, where the recipe's is `own`.
  ///
  /// - Throws: where there are no such numbers any more, or a first one was said besides.
  func range(from own: UInt64, isSaid: Bool) throws -> ClosedRange<UInt64> {
    if first != nil, isSaid {
      throw ValidationError("--seeds \(self) says which seeds; leave --seed out.")
    }
    let first = first ?? own
    let (last, isBeyond) = first.addingReportingOverflow(UInt64(count - 1))
    guard !isBeyond else {
      throw ValidationError("--seeds \(self) from \(first) on are more than there are.")
    }
    return first...last
  }

  var description: String { first.map { "\($0)..\($0 + UInt64(count - 1))" } ?? "\(count)" }
}
