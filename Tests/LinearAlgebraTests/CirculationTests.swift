import StrataLinearAlgebra
import Testing

/// What is taken off flows so that as much leaves each node as enters it.
struct CirculationTests {
  private func surplus(_ flows: [Double], nodes: Int) -> [Double] {
    (0..<nodes).map { a in
      let leaving = (0..<nodes).reduce(0.0) { $0 + flows[a * nodes + $1] }
      let entering = (0..<nodes).reduce(0.0) { $0 + flows[$1 * nodes + a] }
      return leaving - entering
    }
  }

  @Test(arguments: [1, 2, 3, 7, 12], 1...10 as ClosedRange<UInt64>)
  func theRestIsACirculation(nodes: Int, seed: UInt64) {
    let stream = RandomStream(seed: seed, purpose: "flows")
    let draws = stream.uniform(count: nodes * nodes)
    let flows = draws.indices.map { $0 % (nodes + 1) == 0 || draws[$0] < 0.4 ? 0 : Double(draws[$0]) }
    let excess = Circulation.excess(of: flows, nodes: nodes)
    for (flow, part) in zip(flows, excess) { #expect(part >= 0 && part <= flow) }
    let rest = zip(flows, excess).map { $0 - $1 }
    #expect(surplus(rest, nodes: nodes).allSatisfy { abs($0) < 1e-12 })
    // No more is taken than paths of that many links need.
    let least = surplus(flows, nodes: nodes).reduce(0) { $0 + abs($1) } / 2
    #expect(excess.reduce(0, +) <= least * Double(nodes) + 1e-12)
  }

  @Test func aCirculationStaysAsItIs() {
    let flows = [0, 2, 0, 0, 0, 2, 2, 0, 0.0]
    #expect(Circulation.excess(of: flows, nodes: 3) == [Double](repeating: 0, count: 9))
  }

  @Test func aNodeThatNothingLeavesGetsNothing() {
    #expect(Circulation.excess(of: [0, 1, 0, 2, 0, 3, 0, 0, 0], nodes: 3) == [0, 0, 0, 1, 0, 3, 0, 0, 0])
  }
}
