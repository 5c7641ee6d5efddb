/// Flows between nodes of which as much leaves each as enters it.
package enum Circulation {
  /// What to take off some flows so that the rest is a circulation: along shortest paths from nodes that more
  /// leaves to nodes that more enters (Edmonds and Karp 1972). There is always such a rest; nothing, at worst.
  ///
  /// - Parameter flows: from node a to node b at `a * nodes + b`, each at least 0.
  package static func excess(of flows: [Double], nodes: Int) -> [Double] {
    precondition(flows.count == nodes * nodes, "\(flows.count) flows between \(nodes) nodes")
    var rest = flows
    var surplus = (0..<nodes).map { Circulation.surplus(of: $0, in: flows, nodes: nodes) }
    while let source = surplus.indices.max(by: { surplus[$0] < surplus[$1] }), surplus[source] > 0,
      let path = path(from: source, in: rest, surplus)
    {
      let end = path[path.count - 1]
      let links = zip(path, path.dropFirst()).map { $0 * nodes + $1 }
      let amount = links.reduce(min(surplus[source], -surplus[end])) { min($0, rest[$1]) }
      for link in links { rest[link] -= amount }
      surplus[source] -= amount
      surplus[end] += amount
    }
    return zip(flows, rest).map { $0 - $1 }
  }

  /// What leaves a node less what enters it.
  static func surplus(of node: Int, in flows: [Double], nodes: Int) -> Double {
    var surplus = 0.0
    for other in 0..<nodes {
      surplus += flows[node * nodes + other]
      surplus -= flows[other * nodes + node]
    }
    return surplus
  }

  /// The nodes from `source` to the nearest one that more enters; nil when none is left.
  private static func path(from source: Int, in flows: [Double], _ surplus: [Double]) -> [Int]? {
    let nodes = surplus.count
    var before = [Int?](repeating: nil, count: nodes)
    var queue = [source]
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      for other in 0..<nodes where flows[node * nodes + other] > 0 && before[other] == nil && other != source
      {
        before[other] = node
        if surplus[other] < 0 {
          var path = [other]
          while let previous = before[path[0]] { path.insert(previous, at: 0) }
          return path
        }
        queue.append(other)
      }
    }
    return nil
  }
}
