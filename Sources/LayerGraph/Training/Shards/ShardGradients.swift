internal import StrataCommunication
internal import StrataFiles
internal import StrataLinearAlgebra

/// The gradients of a batch's shards: memory for those that wait for others, their sum by the tree of `ShardTree`, alone or
/// with other processes, and the update of the parameters by it.
final class ShardGradients {
  let team: Team
  private let group: ProcessGroup
  let layout: GradientLayout
  /// Whatever the processes add up goes through this one, so that all of them do it in the same order.
  let exchange: GradientExchange
  private let updater: Updater
  private let addition: Team.Job<Addition>
  /// A share of the shards that does not begin with the first may need more than all of them in one process: then
  /// more is taken.
  private var sums: [Sum] = []
  /// The jobs that update the parameters, by the sum that they take.
  private var updates: [Int: Team.Job<Batch>] = [:]

  private struct Sum {
    let buffer: FloatBuffer
    let places: [Place]
  }

  private struct Addition: Sendable {
    let target, source: FloatBuffer
    let range: Range<Int>
  }

  private static let pieces = 32

  /// - Parameters:
  ///   - shards: of a batch.
  ///   - others: how many other numbers the processes add up at a time.
  init(
    _ gradients: [ParameterGradient], shards: Int, others: Int = 0, updater: Updater, execution: Execution
  ) {
    self.updater = updater
    group = execution.group
    team = Team(threads: execution.threads)
    layout = GradientLayout(gradients.map(\.shape))
    exchange = GradientExchange(group, count: max(layout.count, others))
    addition = Team.Job(team, phases: [[Self.pieces]]) { addition, _, piece in
      let (range, count) = (addition.range, addition.range.count)
      let part =
        range.lowerBound + count * piece / Self.pieces..<range.lowerBound + count * (piece + 1) / Self.pieces
      guard !part.isEmpty else { return }
      Kernels.add(addition.source.row(part).window, to: addition.target.row(part).window)
    }
    takeMemory(for: ShardTree(shards: shards).mostNodes(of: 0..<shards))
  }

  /// True where no other process takes part.
  var isAlone: Bool { group.count == 1 }

  /// The shards that are this process's.
  func share(of tree: ShardTree) -> Range<Int> { tree.share(of: group.rank, among: group.count) }

  private func takeMemory(for count: Int) {
    while sums.count < count {
      let buffer = FloatBuffer(count: layout.count)
      sums.append(Sum(buffer: buffer, places: layout.places(in: buffer)))
    }
  }

  /// What it takes of memory in one process alone, in bytes.
  static func bytes(of shapes: [Shape], shards: Int) -> Int {
    ShardTree(shards: shards).mostNodes(of: 0..<shards)
      * FloatBuffer.bytes(count: GradientLayout(shapes).count)
  }

  var bytes: Int { sums.reduce(exchange.bytes) { $0 + $1.buffer.bytes } }

  /// Where one of the sums lies, gradient by gradient.
  func places(of sum: Int) -> [Place] {
    takeMemory(for: sum + 1)
    return sums[sum].places
  }

  /// Adds up what a shard has completed, of some of the numbers.
  func add(_ joined: [(left: Int, right: Int)], _ ranges: [Range<Int>]) {
    for (left, right) in joined {
      for range in ranges { add(sums[right].buffer, to: sums[left].buffer, range) }
    }
  }

  private func add(_ source: FloatBuffer, to target: FloatBuffer, _ range: Range<Int>) {
    addition.run(Addition(target: target, source: source, range: range))
  }

  /// Adds up, with all other processes, what this one has of some of the numbers; returns at once, unless they are the last.
  func share(
    _ ranges: [Range<Int>], isLast: Bool, of own: ShardPlaces, _ tree: ShardTree
  ) throws(InputError) {
    guard !isAlone else { return }
    let taken = GradientExchange.Sums(nodes: own.nodes, buffers: own.places.map { sums[$0].buffer })
    // The whole comes together in a place of this process.
    let whole = sums[own.places.first ?? 0].buffer
    if isLast {
      try exchange.end(ranges, of: taken, into: whole, tree)
    } else {
      exchange.begin(ranges, of: taken, into: whole, tree)
    }
  }

  /// Updates the parameters from the sum of all shards, once it is shared.
  func update(from own: ShardPlaces, _ tree: ShardTree, _ batch: Batch) {
    // One process alone has all that is left to be added up.
    let sum =
      isAlone
      ? own.places[
        tree.sum(own.nodes) {
          add(sums[own.places[$1]].buffer, to: sums[own.places[$0]].buffer, 0..<layout.count)
        }]
      : own.places.first ?? 0
    updater.given = sums[sum].places
    update(from: sum).run(batch)
  }

  private func update(from sum: Int) -> Team.Job<Batch> {
    if let known = updates[sum] { return known }
    let job = Phases(updater.steps(from: sums[sum].places)).job(team)
    updates[sum] = job
    return job
  }

  /// The sum of what the examples of all shards add to the objective.
  func summed(_ own: [Double], _ tree: ShardTree) throws(InputError) -> Double {
    guard !isAlone else { return tree.sum(own) }
    let most = (tree.shards - 1) / group.count + 1
    let padded = own + [Double](repeating: 0, count: most - own.count)
    let all = try group.gathered(padded.map { Int64(bitPattern: $0.bitPattern) })
    return tree.sum(
      (0..<group.count).flatMap { rank in
        all[rank].prefix(tree.share(of: rank, among: group.count).count).map {
          Double(bitPattern: UInt64(bitPattern: $0))
        }
      })
  }
}
