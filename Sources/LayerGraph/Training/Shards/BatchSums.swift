internal import StrataFiles
internal import StrataLinearAlgebra

/// Adds up rows of sums over the examples of a shard, such as those from which batch normalization has its statistics, over
/// all shards of a batch by the tree of `ShardTree`: the sum is the same to the bit whoever has which shards.
final class BatchSums {
  private let exchange: GradientExchange
  private let isAlone: Bool
  /// The most numbers at a time.
  private let count: Int
  /// One for each sum that waits for others.
  private var buffers: [FloatBuffer] = []

  /// - Parameters:
  ///   - count: the numbers that `count(ofColumns:)` gives for the widest rows.
  ///   - shards: of a batch.
  init(count: Int, shards: Int, through gradients: ShardGradients) {
    self.count = count
    exchange = gradients.exchange
    isAlone = gradients.isAlone
    takeMemory(for: ShardTree(shards: shards).mostNodes(of: 0..<shards))
  }

  /// The numbers of the most rows that are summed at a time, two of them.
  static func count(ofColumns columns: Int) -> Int {
    GradientLayout([Shape(rows: 1, columns: columns), Shape(rows: 1, columns: columns)]).count
  }

  /// What it takes of memory in one process alone, in bytes.
  static func bytes(count: Int, shards: Int) -> Int {
    ShardTree(shards: shards).mostNodes(of: 0..<shards) * FloatBuffer.bytes(count: count)
  }

  var bytes: Int { buffers.reduce(0) { $0 + $1.bytes } }

  private func takeMemory(for sums: Int) {
    while buffers.count < sums { buffers.append(FloatBuffer(count: count)) }
  }

  /// Takes in the rows of a shard.
  func add(_ rows: [Place], _ turn: ShardPlaces.Turn) {
    takeMemory(for: turn.place + 1)
    let layout = GradientLayout(rows.map(\.shape))
    for (row, place) in zip(rows, layout.places(in: buffers[turn.place])) {
      place.window.assign(row.window)
    }
    for (left, right) in turn.joined { add(right, to: left, layout) }
  }

  private func add(_ source: Int, to target: Int, _ layout: GradientLayout) {
    let range = 0..<layout.count
    Kernels.add(buffers[source].row(range).window, to: buffers[target].row(range).window)
  }

  /// Puts the sums over all shards, those of other processes among them, into the rows of each shard of this one.
  ///
  /// - Parameters:
  ///   - shapes: those of the rows, also where this process has no shard.
  ///   - own: what this process has added up.
  func total(
    _ shapes: [Shape], into shards: [[Place]], of own: ShardPlaces, _ tree: ShardTree
  ) throws(InputError) {
    let layout = GradientLayout(shapes)
    var sum = own.places.first ?? 0
    if isAlone {
      sum = own.places[tree.sum(own.nodes) { add(own.places[$1], to: own.places[$0], layout) }]
    } else {
      let taken = GradientExchange.Sums(nodes: own.nodes, buffers: own.places.map { buffers[$0] })
      try exchange.end([0..<layout.count], of: taken, into: buffers[sum], tree)
    }
    for rows in shards {
      for (row, place) in zip(rows, layout.places(in: buffers[sum])) { row.window.assign(place.window) }
    }
  }
}
