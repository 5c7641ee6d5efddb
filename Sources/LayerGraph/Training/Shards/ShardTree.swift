/// The fixed tree by which sums over the shards of a batch are added up.
///
/// Node j of height h is the sum of shards j·2ʰ to (j + 1)·2ʰ: its left half and its right half, each summed the same way,
/// or its left half alone where there is nothing to the right. So a sum is the same to the bit whoever adds which part of
/// it up.
struct ShardTree: Equatable {
  /// The number of shards.
  let shards: Int

  struct Node: Hashable {
    let height: Int
    let index: Int

    /// The first of its shards.
    var start: Int { index << height }
    var left: Node { Node(height: height - 1, index: 2 * index) }
    var right: Node { Node(height: height - 1, index: 2 * index + 1) }
    /// The node that this one and another one to its right are the halves of; nil where they are not.
    func parent(with other: Node) -> Node? {
      height == other.height && index.isMultiple(of: 2) && other.index == index + 1
        ? Node(height: height + 1, index: index / 2) : nil
    }
  }

  /// The sum of all.
  var root: Node {
    var height = 0
    while 1 << height < shards { height += 1 }
    return Node(height: height, index: 0)
  }

  /// The shards of one of some processes: a range, so that most of a sum is added up in one place.
  func share(of rank: Int, among count: Int) -> Range<Int> {
    shards * rank / count..<shards * (rank + 1) / count
  }

  /// What a process holds when it has added up all that it can of a range of shards.
  func nodes(of range: Range<Int>) -> [Node] {
    range.reduce(into: []) { nodes, shard in
      nodes.append(Node(height: 0, index: shard))
      Self.join(&nodes) { _, _ in }
    }
  }

  /// How many nodes there are at most at a time while the shards of a range are taken in.
  func mostNodes(of range: Range<Int>) -> Int {
    var (nodes, most): ([Node], Int) = ([], 0)
    for shard in range {
      nodes.append(Node(height: 0, index: shard))
      most = max(most, nodes.count)
      Self.join(&nodes) { _, _ in }
    }
    return most
  }

  /// Makes one of the last two nodes as long as they are halves of one; `add` is told the places of both.
  static func join(_ nodes: inout [Node], add: (_ left: Int, _ right: Int) -> Void) {
    while nodes.count > 1, let parent = nodes[nodes.count - 2].parent(with: nodes[nodes.count - 1]) {
      add(nodes.count - 2, nodes.count - 1)
      nodes.removeLast(2)
      nodes.append(parent)
    }
  }

  /// Adds up the whole from nodes that together have all shards: `add` puts the right one into the left one.
  ///
  /// - Returns: the place of the sum among the nodes.
  func sum(_ nodes: [Node], add: (_ left: Int, _ right: Int) -> Void) -> Int {
    let places = Dictionary(uniqueKeysWithValues: zip(nodes, nodes.indices))
    func sum(_ node: Node) -> Int {
      if let place = places[node] { return place }
      guard node.height > 0 else { preconditionFailure("no process has shard \(node.index)") }
      let left = sum(node.left)
      guard node.right.start < shards else { return left }
      add(left, sum(node.right))
      return left
    }
    return sum(root)
  }

  /// The sum of numbers, one for each shard.
  func sum(_ numbers: [Double]) -> Double {
    var numbers = numbers
    let place = sum((0..<shards).map { Node(height: 0, index: $0) }) { numbers[$0] += numbers[$1] }
    return numbers[place]
  }
}
