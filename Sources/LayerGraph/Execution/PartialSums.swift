internal import StrataLinearAlgebra

/// What the panels of the terms of an objective have come to, added up in an order that does not depend on who
/// computed them. A panel writes a place of its own, and they are read when the job has ended.
struct PartialSums: Sendable {
  /// A cache line for each sum.
  private static let spacing = 64 / MemoryLayout<Double>.stride

  private let starts: [Int]
  private let sums: Memory<Double>

  /// - Parameter counts: the panels of each step; none for a step that is no term.
  init(counts: [Int]) {
    var starts = [0]
    for count in counts { starts.append(starts[starts.count - 1] + count) }
    self.starts = starts
    sums = Memory(count: starts[starts.count - 1] * Self.spacing)
  }

  func set(_ sum: Double, panel: Int, of step: Int) {
    precondition(0 <= panel && starts[step] + panel < starts[step + 1])
    sums[(starts[step] + panel) * Self.spacing] = sum
  }

  /// The sum over all terms and panels.
  var total: Double {
    (0..<starts.count - 1).reduce(0) { $0 + sum(starts[$1]..<starts[$1 + 1]) }
  }

  /// A fixed tree: the first half and the second, each summed the same way.
  private func sum(_ range: Range<Int>) -> Double {
    switch range.count {
    case 0: return 0
    case 1: return sums[range.lowerBound * Self.spacing]
    default:
      let middle = range.lowerBound + (range.count + 1) / 2
      return sum(range.lowerBound..<middle) + sum(middle..<range.upperBound)
    }
  }
}
