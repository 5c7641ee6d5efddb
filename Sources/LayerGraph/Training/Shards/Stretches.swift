internal import StrataLinearAlgebra

/// The computation of a shard's gradients cut where it waits for sums over all shards of the batch (`Step.summed`).
///
/// A gradient is computed in the first stretch at whose end all that it is made of is there.
struct Stretches {
  struct Stretch {
    /// Of the pass, forward or backward.
    fileprivate(set) var steps: [Step] = []
    /// Which gradients are computed in it, by position.
    fileprivate(set) var gradients: [Int] = []
    /// The rows that are summed over all shards after it; none after the last.
    var summed: [Place] { steps.last?.summed ?? [] }
  }

  private(set) var all: [Stretch]

  init(_ workspace: Workspace) {
    all = [Stretch()]
    for step in workspace.forward + workspace.backward where step.panels.count > 0 {
      if !all[all.count - 1].summed.isEmpty { all.append(Stretch()) }
      all[all.count - 1].steps.append(step)
    }
    for (index, gradient) in workspace.gradients.enumerated() {
      let last = all.lastIndex { stretch in
        stretch.steps.contains { step in
          gradient.accesses.contains { access in step.accesses.contains(where: access.conflicts) }
        }
      }
      all[last ?? all.count - 1].gradients.append(index)
    }
  }
}
