internal import StrataFiles
internal import StrataLinearAlgebra

/// A training step that computes its batch shard by shard, alone or with other processes, and adds the gradients up by the
/// tree of `ShardTree`.
///
/// Each process computes a range of the shards and adds up what it can. While it computes the last of them, the gradients
/// that are done already are on their way (`GradientExchange`).
final class ShardedStep: TrainingStep {
  private let workspace: Workspace
  private let gradients: ShardGradients
  private let shard: Int
  /// What computes a shard into each of the sums.
  private var computations: [Computation] = []

  private struct Computation {
    let phases: Phases
    let parts: [BackwardParts.Part]
  }

  /// - Parameter batchSize: of all shards together.
  init(_ workspace: Workspace, batchSize: Int, updater: Updater, execution: Execution) {
    self.workspace = workspace
    shard = workspace.batchSize
    let shards = (batchSize - 1) / shard + 1
    gradients = ShardGradients(workspace.gradients, shards: shards, updater: updater, execution: execution)
    _ = computation(into: ShardTree(shards: shards).mostNodes(of: 0..<shards) - 1)
  }

  private func computation(into sum: Int) -> Computation {
    while computations.count <= sum {
      let places = gradients.places(of: computations.count)
      let phases = Phases(
        workspace.forward + workspace.backward
          + zip(workspace.gradients, places).map { $0.step(into: $1) })
      let parts = BackwardParts(
        phases, gradients: places.count, in: gradients.layout, isCut: !gradients.isAlone, gradients.team
      ).parts
      computations.append(Computation(phases: phases, parts: parts))
    }
    return computations[sum]
  }

  var bytes: Int { gradients.bytes }

  func run(
    _ rows: ArraySlice<Int32>, choose: (ArraySlice<Int32>, Workspace) -> Void
  ) throws(InputError) -> Double {
    let tree = ShardTree(shards: (rows.count - 1) / shard + 1)
    let mine = gradients.share(of: tree)
    var (own, losses): (ShardPlaces, [Double]) = (ShardPlaces(), [])
    for number in mine {
      choose(rows.shard(number, of: shard), workspace)
      let turn = own.take(number)
      let computation = computation(into: turn.place)
      for (index, part) in computation.parts.enumerated() {
        part.job.run(workspace.batch)
        gradients.add(turn.joined, part.ranges)
        if number == mine.last { try share(index, own, tree) }
      }
      losses.append(computation.phases.summedLoss)
    }
    if mine.isEmpty {
      for index in computations[0].parts.indices { try share(index, own, tree) }
      // What the update goes by is the same for all.
      choose(rows.prefix(0), workspace)
    }
    let loss = try gradients.summed(losses, tree)
    gradients.update(from: own, tree, workspace.batch)
    return loss
  }

  /// Adds up, with all other processes, the gradients of a part of the last shard.
  private func share(_ index: Int, _ own: ShardPlaces, _ tree: ShardTree) throws(InputError) {
    let parts = computations[0].parts
    try gradients.share(parts[index].ranges, isLast: index == parts.count - 1, of: own, tree)
  }
}

extension ArraySlice<Int32> {
  /// The examples of one of the shards of a batch.
  func shard(_ number: Int, of size: Int) -> ArraySlice<Int32> {
    let first = startIndex + number * size
    return self[first..<Swift.min(first + size, endIndex)]
  }
}
