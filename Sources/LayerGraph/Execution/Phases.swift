package import StrataLinearAlgebra

/// Steps put into phases: what a team works through for one batch.
///
/// Each step goes into the earliest phase in which everything that it depends on is done. Steps that have
/// equal panels and touch only their own region of what they share become one task for each panel, done
/// while its numbers are still in the cache.
package struct Phases: Sendable {
  /// Steps with equal panels, done one after the other for each panel.
  struct Group: Sendable {
    let panels: Panels
    var steps: [Int]
    var cost: Int
  }

  let steps: [Step]
  /// The groups of each phase, those with the longest panels first.
  let groups: [[Group]]
  /// The group and the panel behind each number of a phase.
  private let tasks: [[(group: Int, panel: Int)]]
  private let sums: PartialSums

  package init(_ steps: [Step]) {
    let steps = steps.filter { $0.panels.count > 0 }
    self.steps = steps
    groups = Self.groups(of: steps)
    tasks = groups.map { groups in
      groups.indices.flatMap { group in (0..<groups[group].panels.count).map { (group, $0) } }
    }
    sums = PartialSums(counts: steps.map { $0.isTerm ? $0.panels.count : 0 })
  }

  /// The job that computes a batch.
  package func job(_ team: Team) -> Team.Job<Batch> { job(team, of: groups.indices) }

  /// The job that computes some of the phases of a batch, once those before them are done.
  func job(_ team: Team, of phases: Range<Int>) -> Team.Job<Batch> {
    Team.Job(team, phases: groups[phases].map { $0.map(\.panels.count) }) { batch, phase, task in
      compute(task, of: phases.lowerBound + phase, batch)
    }
  }

  /// The phase in which each of the last steps is done.
  func phases(ofLast count: Int) -> [Int] {
    steps.indices.suffix(count).map { step in
      groups.firstIndex { $0.contains { $0.steps.contains(step) } } ?? 0
    }
  }

  /// The sum of the terms over the examples of the last batch; read it when its job has ended.
  package var summedLoss: Double { sums.total }

  private func compute(_ task: Int, of phase: Int, _ batch: Batch) {
    let (group, panel) = tasks[phase][task]
    for index in groups[phase][group].steps.indices {
      let step = groups[phase][group].steps[index]
      let region = steps[step].panels[panel]
      let sum = steps[step].body(region, batch)
      if steps[step].isTerm { sums.set(sum, panel: panel, of: step) }
    }
  }

  // MARK: - Phases

  private static func groups(of steps: [Step]) -> [[Group]] {
    var phase = [Int](repeating: 0, count: steps.count)
    for (later, step) in steps.enumerated() {
      for earlier in 0..<later {
        guard let isConfined = conflict(of: step, with: steps[earlier]) else { continue }
        phase[later] = max(phase[later], phase[earlier] + (isConfined ? 0 : 1))
      }
    }
    let last = phase.max() ?? -1
    return (0...max(last, 0)).flatMap { number in
      split(groups(of: steps, among: steps.indices.filter { phase[$0] == number }))
    }.filter { !$0.isEmpty }
  }

  /// Whether two steps depend on each other: nil when they do not, true when only panel by panel.
  private static func conflict(of later: Step, with earlier: Step) -> Bool? {
    var found: Bool?
    for one in later.accesses {
      for other in earlier.accesses where one.conflicts(with: other) {
        guard later.panels == earlier.panels, one.isConfinedLike(other) else { return false }
        found = true
      }
    }
    return found
  }

  private static func groups(of steps: [Step], among indices: [Int]) -> [Group] {
    var groups: [Group] = []
    for index in indices {
      let step = steps[index]
      if let group = groups.firstIndex(where: { $0.panels == step.panels }) {
        groups[group].steps.append(index)
        groups[group].cost += step.cost
      } else {
        groups.append(Group(panels: step.panels, steps: [index], cost: step.cost))
      }
    }
    return groups.sorted { $0.cost > $1.cost }
  }

  /// As many phases as it takes for none to have too many panels.
  private static func split(_ groups: [Group]) -> [[Group]] {
    groups.reduce(into: [[]]) { phases, group in
      let taken = phases[phases.count - 1].reduce(0) { $0 + $1.panels.count }
      if taken + group.panels.count > Panels.most { phases.append([]) }
      phases[phases.count - 1].append(group)
    }
  }
}
