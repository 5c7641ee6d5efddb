internal import StrataFiles
internal import StrataLinearAlgebra

/// A training step on shards that need sums over the whole batch on the way, as batch normalization does.
///
/// All shards of a process advance together, each in a workspace of its own: one stretch of the pass after the other
/// (`Stretches`), and between two of them the sums of all shards and processes are added up (`BatchSums`). The
/// gradients that are done after a stretch travel during those that follow.
final class LockstepStep: TrainingStep {
  private let workspaces: [Workspace]
  private let stretches: [Stretches]
  /// For each stretch the numbers of the gradients that are computed in it, and those that are sent after it.
  private let ranges: [(computed: [Range<Int>], sent: [Range<Int>])]
  private let gradients: ShardGradients
  private let sums: BatchSums
  private let shard: Int
  /// What computes a stretch, for each of them, by workspace and the sum that its gradients go into.
  private var computations: [Key: [Computation]] = [:]

  private struct Key: Hashable {
    let workspace, sum: Int
  }

  private struct Computation {
    let phases: Phases
    let job: Team.Job<Batch>
  }

  /// How many shards a process has to compute at a time at most, in a batch or in a smaller one at the end.
  static func mostShards(batchSize: Int, shard: Int, rank: Int, among ranks: Int) -> Int {
    let shards = (batchSize - 1) / shard + 1
    let shares = (1...shards).map { ShardTree(shards: $0).share(of: rank, among: ranks).count }
    return max(1, shares.max() ?? 1)
  }

  /// - Parameters:
  ///   - workspaces: one for each shard of this process, all of one kind.
  ///   - batchSize: of all shards together.
  ///   - columns: the most that are normalized by one node.
  init(_ workspaces: [Workspace], batchSize: Int, columns: Int, updater: Updater, execution: Execution) {
    self.workspaces = workspaces
    shard = workspaces[0].batchSize
    let shards = (batchSize - 1) / shard + 1
    let count = BatchSums.count(ofColumns: columns)
    gradients = ShardGradients(
      workspaces[0].gradients, shards: shards, others: count, updater: updater, execution: execution)
    sums = BatchSums(count: count, shards: shards, through: gradients)
    stretches = workspaces.map(Stretches.init)
    ranges = Self.ranges(of: stretches[0], in: gradients.layout)
  }

  private static func ranges(
    of stretches: Stretches, in layout: GradientLayout
  ) -> [(computed: [Range<Int>], sent: [Range<Int>])] {
    var waiting: [Int] = []
    return stretches.all.indices.map { index in
      waiting += stretches.all[index].gradients
      var sent = layout.ranges(of: waiting)
      if index == stretches.all.count - 1 || sent.reduce(0, { $0 + $1.count }) >= BackwardParts.fewest {
        waiting = []
      } else {
        sent = []
      }
      return (layout.ranges(of: stretches.all[index].gradients), sent)
    }
  }

  /// What it takes of memory in one process alone, in bytes, beside the workspaces.
  static func bytes(of shapes: [Shape], shards: Int, columns: Int) -> Int {
    ShardGradients.bytes(of: shapes, shards: shards)
      + BatchSums.bytes(count: BatchSums.count(ofColumns: columns), shards: shards)
  }

  var bytes: Int {
    workspaces.dropFirst().reduce(gradients.bytes + sums.bytes) { $0 + $1.bytes }
  }

  private func computation(_ key: Key) -> [Computation] {
    if let known = computations[key] { return known }
    let workspace = workspaces[key.workspace]
    let places = gradients.places(of: key.sum)
    let made = stretches[key.workspace].all.map { stretch in
      let phases = Phases(
        stretch.steps + stretch.gradients.map { workspace.gradients[$0].step(into: places[$0]) })
      return Computation(phases: phases, job: phases.job(gradients.team))
    }
    computations[key] = made
    return made
  }

  func run(
    _ rows: ArraySlice<Int32>, choose: (ArraySlice<Int32>, Workspace) -> Void
  ) throws(InputError) -> Double {
    let tree = ShardTree(shards: (rows.count - 1) / shard + 1)
    let mine = gradients.share(of: tree)
    for (index, number) in mine.enumerated() { choose(rows.shard(number, of: shard), workspaces[index]) }
    // What the update goes by is the same for all.
    if mine.isEmpty { choose(rows.prefix(0), workspaces[0]) }

    var own = ShardPlaces()
    let turns = mine.map { own.take($0) }
    let work = turns.indices.map { computation(Key(workspace: $0, sum: turns[$0].place)) }
    for (stretch, ranges) in ranges.enumerated() {
      for (index, turn) in turns.enumerated() {
        work[index][stretch].job.run(workspaces[index].batch)
        gradients.add(turn.joined, ranges.computed)
        sums.add(stretches[index].all[stretch].summed, turn)
      }
      let isLast = stretch == self.ranges.count - 1
      if !isLast { try total(stretch, shards: turns.count, of: own, tree) }
      if isLast || !ranges.sent.isEmpty {
        try gradients.share(ranges.sent, isLast: isLast, of: own, tree)
      }
    }
    let loss = try gradients.summed(
      work.map { $0.reduce(0) { $0 + $1.phases.summedLoss } }, tree)
    gradients.update(from: own, tree, workspaces[0].batch)
    return loss
  }

  /// Puts the sums of all shards where the next stretch finds them.
  private func total(
    _ stretch: Int, shards: Int, of own: ShardPlaces, _ tree: ShardTree
  ) throws(InputError) {
    try sums.total(
      stretches[0].all[stretch].summed.map(\.shape),
      into: stretches.prefix(shards).map { $0.all[stretch].summed }, of: own, tree)
  }
}

extension LayerGraph {
  /// The most columns that one node normalizes by the statistics of a batch that is cut into shards; nil where shards have
  /// nothing to do with each other until their gradients are there.
  func columnsNormalizedAcrossShards(_ recipe: TrainingRecipe, minimizing loss: String) throws -> Int? {
    guard recipe.shard != nil, recipe.shardStatistics == .batch else { return nil }
    return try Measurement.measured(in: self, below: [loss]).map { try width(of: $0) }.max()
  }
}
