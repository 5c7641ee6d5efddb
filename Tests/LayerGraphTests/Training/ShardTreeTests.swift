import Foundation
import StrataLinearAlgebra
import Testing

@testable import StrataLayerGraph

/// How sums over shards are put together, and gradients cut for the way to others.
struct ShardTreeTests {
  /// Whoever adds up which part, sums are put together in the same way: seen in brackets.
  @Test(arguments: 1...40) func theTreeIsTheSameForAnyNumberOfRanks(shards: Int) {
    let tree = ShardTree(shards: shards)
    func text(ranks: Int) -> String {
      var (nodes, texts): ([ShardTree.Node], [String]) = ([], [])
      for rank in 0..<ranks {
        var (own, parts): ([ShardTree.Node], [String]) = ([], [])
        for shard in tree.share(of: rank, among: ranks) {
          own.append(.init(height: 0, index: shard))
          parts.append("\(shard)")
          ShardTree.join(&own) { left, right in
            parts[left] = "(\(parts[left])+\(parts[right]))"
            parts.removeLast()
          }
        }
        #expect(own == tree.nodes(of: tree.share(of: rank, among: ranks)))
        (nodes, texts) = (nodes + own, texts + parts)
      }
      let place = tree.sum(nodes) { texts[$0] = "(\(texts[$0])+\(texts[$1]))" }
      return texts[place]
    }
    let alone = text(ranks: 1)
    for ranks in 2...7 { #expect(text(ranks: ranks) == alone) }
    #expect(Set(alone.split { "()+".contains($0) }.map(String.init)) == Set((0..<shards).map { "\($0)" }))
    #expect(tree.mostNodes(of: 0..<shards) <= 2 + Int(log2(Double(shards))))
    #expect(tree.sum([Double](repeating: 1, count: shards)) == Double(shards))
  }

  @Test func partsOfAGradientAreAllOfIt() {
    let layout = GradientLayout([
      Shape(rows: 3, columns: 5), Shape(rows: 1, columns: 5), Shape(rows: 40, columns: 7),
    ])
    #expect(layout.ranges(of: [2, 0, 1]) == [0..<layout.count])
    let ends = layout.ranges(of: [0, 2])
    #expect(ends == [0..<16, 32..<layout.count])
    for range in ends + [0..<layout.count] {
      for ranks in 1...9 {
        let parts = (0..<ranks).map { GradientLayout.part(of: range, for: $0, among: ranks) }
        #expect(parts.flatMap(Array.init) == Array(range))
      }
    }
  }

  /// The gradients of the layers above are there first; together the parts have all numbers once, and compute what the
  /// whole computes.
  @Test func aBackwardPassIsCutBetweenLayers() throws {
    let graph = try SmallGraphs.deepClassifier(units: [300, 300, 300])
    let workspace = try Workspace(
      graph, targets: ["loss"], parameters: ParameterStore(graph, precision: .float32), batchSize: 8,
      noise: Workspace.Noise(seed: 1), withGradients: true, density: 1, execution: Execution(threads: 1))
    let layout = GradientLayout(workspace.gradients.map(\.shape))
    let places = layout.places(in: FloatBuffer(count: layout.count))
    let phases = Phases(
      workspace.forward + workspace.backward + zip(workspace.gradients, places).map { $0.step(into: $1) })
    func parts(isCut: Bool) -> [BackwardParts.Part] {
      BackwardParts(phases, gradients: places.count, in: layout, isCut: isCut, Team(threads: 1)).parts
    }
    let (cut, whole) = (parts(isCut: true), parts(isCut: false))
    #expect(whole.map(\.ranges) == [[0..<layout.count]])
    let indices = { (name: String) in
      workspace.gradients.indices.filter { workspace.gradients[$0].name.hasPrefix(name) }
    }
    let (top, middle, bottom) = (
      layout.ranges(of: indices("head.") + indices("dense.2")), layout.ranges(of: indices("dense.1")),
      layout.ranges(of: indices("dense.0"))
    )
    #expect(cut.map(\.ranges) == [top, middle, bottom])
    #expect(cut.flatMap(\.ranges).flatMap(Array.init).sorted() == Array(0..<layout.count))
  }
}
