internal import Dispatch
internal import StrataCommunication
internal import StrataFiles
internal import StrataLinearAlgebra
internal import Synchronization

/// Adds up the gradients of several processes by the tree of their shards, some numbers at a time, while this process
/// computes others; and whatever else the processes add up in between, in the same order on all of them.
///
/// Each process has a part of the numbers for its own to finish, which it gets from the others and sends to them when it is
/// done (a reduce-scatter and an all-gather): what goes over the wire is twice the gradient for each process, however many
/// there are.
final class GradientExchange: Sendable {
  private let group: ProcessGroup
  /// The most numbers that are added up: those of all gradients, or more.
  private let count: Int
  private let queue = DispatchQueue(label: "gradients")
  private let state = Mutex(State())

  private struct State {
    /// What others send; taken when it is first needed.
    var received: [FloatBuffer] = []
    /// Why the others cannot be reached any more.
    var failure: InputError?
  }

  /// What a process has added up of its own shards.
  struct Sums: Sendable {
    let nodes: [ShardTree.Node]
    let buffers: [FloatBuffer]
  }

  init(_ group: ProcessGroup, count: Int) { (self.group, self.count) = (group, count) }

  var bytes: Int { state.withLock { $0.received.reduce(0) { $0 + $1.bytes } } }

  /// Begins to add up some ranges of the numbers; every process does the same ranges in the same order.
  ///
  /// - Parameter whole: where the sum comes together; of the ranges nothing else may be done there until `end`.
  func begin(_ ranges: [Range<Int>], of sums: Sums, into whole: FloatBuffer, _ tree: ShardTree) {
    queue.async { [self] in state.withLock { add(ranges, sums, whole, tree, &$0) } }
  }

  /// The same, and returns when this and all that was begun before is done.
  func end(_ ranges: [Range<Int>], of sums: Sums, into whole: FloatBuffer, _ tree: ShardTree)
    throws(InputError)
  {
    // On this very thread.
    let failure = queue.sync {
      state.withLock { state in
        add(ranges, sums, whole, tree, &state)
        return state.failure
      }
    }
    if let failure { throw failure }
  }

  private func add(
    _ ranges: [Range<Int>], _ sums: Sums, _ whole: FloatBuffer, _ tree: ShardTree, _ state: inout State
  ) {
    guard state.failure == nil else { return }
    do throws(InputError) {
      try add(ranges, sums, whole, tree, received: &state.received)
    } catch {
      state.failure = error
    }
  }

  private func add(
    _ ranges: [Range<Int>], _ sums: Sums, _ whole: FloatBuffer, _ tree: ShardTree,
    received: inout [FloatBuffer]
  ) throws(InputError) {
    let others = (0..<group.count).filter { $0 != group.rank }
    func part(_ rank: Int) -> [Range<Int>] {
      ranges.map { GradientLayout.part(of: $0, for: rank, among: group.count) }
    }
    var messages = others.flatMap { peer in
      sums.buffers.flatMap { buffer in part(peer).map { FloatMessage.to(peer, buffer, $0) } }
    }
    // In the order of the ranks: of each its nodes, those of this process among them.
    var (nodes, buffers): ([ShardTree.Node], [FloatBuffer]) = ([], [])
    var used = 0
    let own = part(group.rank)
    for rank in 0..<group.count {
      if rank == group.rank {
        nodes += sums.nodes
        buffers += sums.buffers
        continue
      }
      for node in tree.nodes(of: tree.share(of: rank, among: group.count)) {
        if used == received.count { received.append(FloatBuffer(count: count)) }
        nodes.append(node)
        buffers.append(received[used])
        messages += own.map { .from(rank, received[used], $0) }
        used += 1
      }
    }
    try group.exchange(messages)
    let place = tree.sum(nodes) { left, right in
      for range in own { Kernels.add(buffers[right].row(range).window, to: buffers[left].row(range).window) }
    }
    if buffers[place].floatsIdentity != whole.floatsIdentity {
      for range in own where !range.isEmpty {
        whole.row(range).window.assign(buffers[place].row(range).window)
      }
    }
    try group.exchange(
      others.flatMap { peer in
        own.map { FloatMessage.to(peer, whole, $0) } + part(peer).map { .from(peer, whole, $0) }
      })
  }
}

extension FloatBuffer {
  /// Some of the numbers as one row.
  func row(_ range: Range<Int>) -> Place { place(at: range.lowerBound, rows: 1, columns: range.count) }
}
