internal import StrataLinearAlgebra

/// The computation of a shard's gradients cut where some of them are done, so that these can travel while the others are
/// computed: those of the layers above while the layers below have their turn.
struct BackwardParts {
  struct Part {
    /// Computes it, once the parts before it are done.
    let job: Team.Job<Batch>
    /// Where the gradients lie that are done then, in a buffer of all.
    let ranges: [Range<Int>]
  }

  let parts: [Part]

  /// Fewer numbers wait for more.
  static let fewest = 1 << 16

  /// - Parameters:
  ///   - phases: whose last steps write the gradients.
  ///   - count: how many gradients there are.
  ///   - isCut: false for a single part, where nothing travels.
  init(_ phases: Phases, gradients count: Int, in layout: GradientLayout, isCut: Bool, _ team: Team) {
    let ends = isCut ? phases.phases(ofLast: count) : []
    var parts: [Part] = []
    var (first, left) = (0, Set(0..<count))
    for phase in Set(ends).sorted() {
      let ranges = layout.ranges(of: left.filter { ends[$0] <= phase })
      guard ranges.reduce(0, { $0 + $1.count }) >= Self.fewest else { continue }
      parts.append(Part(job: phases.job(team, of: first..<phase + 1), ranges: ranges))
      (first, left) = (phase + 1, left.filter { ends[$0] > phase })
    }
    if first < phases.groups.count || !left.isEmpty {
      parts.append(
        Part(job: phases.job(team, of: first..<phases.groups.count), ranges: layout.ranges(of: left)))
    }
    self.parts = parts
  }
}
