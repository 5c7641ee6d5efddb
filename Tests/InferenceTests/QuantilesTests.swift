import StrataInference
import Testing

struct QuantilesTests {
  @Test func aShareIsThatOfSmallerValues() throws {
    let quantiles = try #require(Quantiles(of: (0..<10_000).reversed().map { Float($0) }))
    #expect(quantiles.values.count == 1001)
    #expect(quantiles.share(below: -1) == 0)
    #expect(quantiles.share(below: 20_000) == 1)
    for value in stride(from: Float(0), to: 10_000, by: 313) {
      #expect(abs(quantiles.share(below: value) - Double(value) / 10_000) < 0.002)
    }
    #expect(quantiles.value(at: 0.5) == 5000 || quantiles.value(at: 0.5) == 4999)
  }

  @Test func thereAreNoneOfNothing() {
    #expect(Quantiles(of: []) == nil)
    #expect(Quantiles(of: [1, .nan]) == nil)
    #expect(Quantiles(of: [3])?.share(below: 3) == 0)
  }
}
