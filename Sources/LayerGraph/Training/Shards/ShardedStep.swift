internal import StrataCommunication
internal import StrataFiles
internal import StrataLinearAlgebra

/// A training step that computes its batch shard by shard, alone or with other processes, and adds the gradients up by the
/// tree of `ShardTree`.
///
/// Each process computes a range of the shards and adds up what it can. Then each has a part of the numbers of all
/// gradients for its own to finish, which it gets from the others and sends to them when it is done (a reduce-scatter and
/// an all-gather): what goes over the wire is twice the gradient for each process, however many there are.
final class ShardedStep: TrainingStep {
  private let workspace: Workspace
  private let team: Team
  private let group: ProcessGroup
  private let shard: Int
  private let layout: GradientLayout
  private let updater: Updater
  private let addition: Team.Job<Addition>
  /// Memory for gradients, each with the job that computes a shard into it. A share of the shards that does not begin with
  /// the first may need more than all of them in one process: then more is taken.
  private var sums: [Sum] = []
  /// What others send, by their rank and place; taken when it is first needed.
  private var received: [FloatBuffer] = []
  /// The jobs that update the parameters, by the place of the sum that they take.
  private var updates: [Int: Team.Job<Batch>] = [:]

  private struct Sum {
    let buffer: FloatBuffer
    let places: [Place]
    let phases: Phases
    let job: Team.Job<Batch>
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
    addition = Team.Job(team, phases: [[Self.pieces]]) { addition, _, piece in
      let (range, count) = (addition.range, addition.range.count)
      let part =
        range.lowerBound + count * piece / Self.pieces..<range.lowerBound + count * (piece + 1) / Self.pieces
      guard !part.isEmpty else { return }
      let source = addition.source.place(at: part.lowerBound, rows: 1, columns: part.count)
      let target = addition.target.place(at: part.lowerBound, rows: 1, columns: part.count)
      Kernels.add(source.window, to: target.window)
    }
    for _ in 0..<Self.mostSums(shards: (batchSize - 1) / shard + 1) { _ = addSum() }
  }

  /// Takes memory for one more; returns its place.
  private func addSum() -> Int {
    let buffer = FloatBuffer(count: layout.count)
    let places = layout.places(in: buffer)
    let phases = Phases(
      workspace.forward + workspace.backward + zip(workspace.gradients, places).map { $0.step(into: $1) })
    sums.append(Sum(buffer: buffer, places: places, phases: phases, job: phases.job(team)))
    return sums.count - 1
  }

  private static let pieces = 32

  /// What one process alone needs.
  private static func mostSums(shards: Int) -> Int { ShardTree(shards: shards).mostNodes(of: 0..<shards) }

  /// What it takes of memory in one process alone, in bytes, beside the workspace.
  static func bytes(of shapes: [Shape], shards: Int) -> Int {
    mostSums(shards: shards) * FloatBuffer.bytes(count: GradientLayout(shapes).count)
  }

  var bytes: Int { (sums.map(\.buffer) + received).reduce(0) { $0 + $1.bytes } }

  func run(_ rows: ArraySlice<Int32>, choose: (ArraySlice<Int32>) -> Void) throws(InputError) -> Double {
    let tree = ShardTree(shards: (rows.count - 1) / shard + 1)
    let mine = tree.share(of: group.rank, among: group.count)
    var (nodes, places, losses): ([ShardTree.Node], [Int], [Double]) = ([], [], [])
    for number in mine {
      let first = rows.startIndex + number * shard
      choose(rows[first..<min(first + shard, rows.endIndex)])
      // Any that is not in use: which one makes no difference.
      let place = sums.indices.first { !places.contains($0) } ?? addSum()
      sums[place].job.run(workspace.batch)
      losses.append(sums[place].phases.summedLoss)
      nodes.append(ShardTree.Node(height: 0, index: number))
      places.append(place)
      ShardTree.join(&nodes) { left, right in
        add(sums[places[right]].buffer, to: sums[places[left]].buffer, 0..<layout.count)
        places.removeLast()
      }
    }
    let place = try total(tree, nodes, places)
    let loss = tree.sum(try gathered(losses, tree))
    // A process that has no shard of a short batch has chosen none: what the update goes by is the same for all.
    if mine.isEmpty { choose(rows.prefix(0)) }
    update(from: place).run(workspace.batch)
    return loss
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

  /// Adds up all nodes of all processes; returns the place of the sum.
  private func total(_ tree: ShardTree, _ nodes: [ShardTree.Node], _ places: [Int]) throws(InputError) -> Int
  {
    guard group.count > 1 else {
      return places[
        tree.sum(nodes) { add(sums[places[$1]].buffer, to: sums[places[$0]].buffer, 0..<layout.count) }]
    }
    let others = (0..<group.count).filter { $0 != group.rank }
    let part = layout.part(of: group.rank, among: group.count)
    var messages = others.flatMap { peer in
      places.map {
        FloatMessage.to(peer, sums[$0].buffer, layout.part(of: peer, among: group.count))
      }
    }
    // In the order of the ranks: of each its nodes, those of this process among them.
    var (all, buffers): ([ShardTree.Node], [FloatBuffer]) = ([], [])
    var used = 0
    for rank in 0..<group.count {
      if rank == group.rank {
        all += nodes
        buffers += places.map { sums[$0].buffer }
        continue
      }
      for node in tree.nodes(of: tree.share(of: rank, among: group.count)) {
        if used == received.count { received.append(FloatBuffer(count: layout.count)) }
        all.append(node)
        buffers.append(received[used])
        messages.append(.from(rank, received[used], part))
        used += 1
      }
    }
    try group.exchange(messages)
    let sum = buffers[tree.sum(all) { add(buffers[$1], to: buffers[$0], part) }]
    // The whole comes together in a place of this process.
    let place = places.first ?? 0
    let whole = sums[place].buffer
    if sum.floatsIdentity != whole.floatsIdentity {
      whole.place(at: part.lowerBound, rows: 1, columns: part.count).window.assign(
        sum.place(at: part.lowerBound, rows: 1, columns: part.count).window)
    }
    try group.exchange(
      others.flatMap { peer -> [FloatMessage] in
        [.to(peer, whole, part), .from(peer, whole, layout.part(of: peer, among: group.count))]
      })
    return place
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
