internal import StrataCommunication
internal import StrataFiles
internal import StrataLinearAlgebra

/// A training step that computes its batch shard by shard, alone or with other processes, and adds the gradients up by the
/// tree of `ShardTree`.
///
/// Each process computes a range of the shards and adds up what it can. While it computes the last of them, the gradients
/// that are done already are on their way (`GradientExchange`).
final class ShardedStep: TrainingStep {
  private let workspace: Workspace
  private let team: Team
  private let group: ProcessGroup
  private let exchange: GradientExchange
  private let shard: Int
  private let layout: GradientLayout
  private let updater: Updater
  private let addition: Team.Job<Addition>
  /// Memory for gradients, each with what computes a shard into it. A share of the shards that does not begin with
  /// the first may need more than all of them in one process: then more is taken.
  private var sums: [Sum] = []
  /// The jobs that update the parameters, by the place of the sum that they take.
  private var updates: [Int: Team.Job<Batch>] = [:]

  private struct Sum {
    let buffer: FloatBuffer
    let places: [Place]
    let phases: Phases
    let parts: [BackwardParts.Part]
  }

  private struct Addition: Sendable {
    let target, source: FloatBuffer
    let range: Range<Int>
  }

  /// - Parameter batchSize: of all shards together.
  init(_ workspace: Workspace, batchSize: Int, updater: Updater, execution: Execution) {
    self.workspace = workspace
    self.updater = updater
    shard = workspace.batchSize
    group = execution.group
    team = Team(threads: execution.threads)
    let layout = GradientLayout(workspace.gradients.map(\.shape))
    self.layout = layout
    exchange = GradientExchange(group, count: layout.count)
    addition = Team.Job(team, phases: [[Self.pieces]]) { addition, _, piece in
      let (range, count) = (addition.range, addition.range.count)
      let part =
        range.lowerBound + count * piece / Self.pieces..<range.lowerBound + count * (piece + 1) / Self.pieces
      guard !part.isEmpty else { return }
      Kernels.add(addition.source.row(part).window, to: addition.target.row(part).window)
    }
    for _ in 0..<Self.mostSums(shards: (batchSize - 1) / shard + 1) { _ = addSum() }
  }

  /// Takes memory for one more; returns its place.
  private func addSum() -> Int {
    let buffer = FloatBuffer(count: layout.count)
    let places = layout.places(in: buffer)
    let phases = Phases(
      workspace.forward + workspace.backward + zip(workspace.gradients, places).map { $0.step(into: $1) })
    let parts = BackwardParts(
      phases, gradients: places.count, in: layout, isCut: group.count > 1, team
    ).parts
    sums.append(Sum(buffer: buffer, places: places, phases: phases, parts: parts))
    return sums.count - 1
  }

  private static let pieces = 32

  /// What one process alone needs.
  private static func mostSums(shards: Int) -> Int { ShardTree(shards: shards).mostNodes(of: 0..<shards) }

  /// What it takes of memory in one process alone, in bytes, beside the workspace.
  static func bytes(of shapes: [Shape], shards: Int) -> Int {
    mostSums(shards: shards) * FloatBuffer.bytes(count: GradientLayout(shapes).count)
  }

  var bytes: Int { sums.reduce(exchange.bytes) { $0 + $1.buffer.bytes } }

  func run(_ rows: ArraySlice<Int32>, choose: (ArraySlice<Int32>) -> Void) throws(InputError) -> Double {
    let tree = ShardTree(shards: (rows.count - 1) / shard + 1)
    let mine = tree.share(of: group.rank, among: group.count)
    var (nodes, places, losses): ([ShardTree.Node], [Int], [Double]) = ([], [], [])
    for number in mine {
      let first = rows.startIndex + number * shard
      choose(rows[first..<min(first + shard, rows.endIndex)])
      // Any that is not in use: which one makes no difference.
      let place = sums.indices.first { !places.contains($0) } ?? addSum()
      nodes.append(ShardTree.Node(height: 0, index: number))
      places.append(place)
      var joined: [(left: Int, right: Int)] = []
      ShardTree.join(&nodes) { left, right in
        joined.append((places[left], places[right]))
        places.removeLast()
      }
      for (index, part) in sums[place].parts.enumerated() {
        part.job.run(workspace.batch)
        for (left, right) in joined {
          for range in part.ranges { add(sums[right].buffer, to: sums[left].buffer, range) }
        }
        if number == mine.last { try share(index, tree, nodes, places) }
      }
      losses.append(sums[place].phases.summedLoss)
    }
    if mine.isEmpty {
      for index in sums[0].parts.indices { try share(index, tree, [], []) }
      // What the update goes by is the same for all.
      choose(rows.prefix(0))
    }
    let loss = tree.sum(try gathered(losses, tree))
    update(from: group.count == 1 ? sum(tree, nodes, places) : places.first ?? 0).run(workspace.batch)
    return loss
  }

  /// Adds up what one process alone has left; returns the place of the sum.
  private func sum(_ tree: ShardTree, _ nodes: [ShardTree.Node], _ places: [Int]) -> Int {
    places[tree.sum(nodes) { add(sums[places[$1]].buffer, to: sums[places[$0]].buffer, 0..<layout.count) }]
  }

  private func add(_ source: FloatBuffer, to target: FloatBuffer, _ range: Range<Int>) {
    addition.run(Addition(target: target, source: source, range: range))
  }

  private func update(from place: Int) -> Team.Job<Batch> {
    updater.given = sums[place].places
    if let known = updates[place] { return known }
    let job = Phases(updater.steps(from: sums[place].places)).job(team)
    updates[place] = job
    return job
  }

  // MARK: With others

  /// Adds up, with all other processes, the gradients of a part of the last shard; waits where it is the last part.
  private func share(
    _ index: Int, _ tree: ShardTree, _ nodes: [ShardTree.Node], _ places: [Int]
  ) throws(InputError) {
    guard group.count > 1 else { return }
    let parts = sums[0].parts
    let own = GradientExchange.Sums(nodes: nodes, buffers: places.map { sums[$0].buffer })
    // The whole comes together in a place of this process.
    let whole = sums[places.first ?? 0].buffer
    if index < parts.count - 1 {
      exchange.begin(parts[index].ranges, of: own, into: whole, tree)
    } else {
      try exchange.end(parts[index].ranges, of: own, into: whole, tree)
    }
  }

  /// The losses of all shards, in their order.
  private func gathered(_ own: [Double], _ tree: ShardTree) throws(InputError) -> [Double] {
    guard group.count > 1 else { return own }
    let most = (tree.shards - 1) / group.count + 1
    let padded = own + [Double](repeating: 0, count: most - own.count)
    let all = try group.gathered(padded.map { Int64(bitPattern: $0.bitPattern) })
    return (0..<group.count).flatMap { rank in
      all[rank].prefix(tree.share(of: rank, among: group.count).count).map {
        Double(bitPattern: UInt64(bitPattern: $0))
      }
    }
  }
}
