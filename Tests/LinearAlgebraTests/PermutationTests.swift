import StrataLinearAlgebra
import Testing

/// The order of the examples.
struct PermutationTests {
  @Test(arguments: [0, 1, 2, 3, 64, 1000], RandomStreamTests.seeds)
  func everyNumberOccursOnce(count: Int, seed: UInt64) {
    let order = RandomStream(seed: seed, purpose: "order").permutation(count: count)
    #expect(order.sorted() == (0..<Int32(count)).map { $0 })
  }

  @Test(arguments: RandomStreamTests.seeds)
  func everyEpochHasItsOwnOrder(seed: UInt64) {
    let stream = RandomStream(seed: seed, purpose: "order")
    let orders = (0..<50).map { stream.at(epoch: $0).permutation(count: 100) }
    #expect(Set(orders).count == orders.count)
    #expect(stream.at(epoch: 7).permutation(count: 100) == orders[7])
  }

  @Test(arguments: RandomStreamTests.seeds)
  func everyElementIsEquallyProbableInEveryPlace(seed: UInt64) {
    let stream = RandomStream(seed: seed, purpose: "order")
    let length = 12
    var counts = [[Int]](repeating: [Int](repeating: 0, count: length), count: length)
    for epoch in 0..<2000 {
      for (place, element) in stream.at(epoch: epoch).permutation(count: length).enumerated() {
        counts[place][Int(element)] += 1
      }
    }
    for place in counts { #expect(isUniform(place)) }
  }
}
