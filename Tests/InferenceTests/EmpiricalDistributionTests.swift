import Foundation
import StrataInference
import Testing

struct EmpiricalDistributionTests {
  @Test func aShareIsThatOfSmallerValues() throws {
    let distribution = try #require(EmpiricalDistribution(of: (0..<10_000).reversed().map { Float($0) }))
    #expect(distribution.values.count == 1001)
    #expect(distribution.share(below: -1) == 0)
    #expect(distribution.share(below: 20_000) == 1)
    for value in stride(from: Float(0), to: 10_000, by: 313) {
      #expect(abs(distribution.share(below: value) - Double(value) / 10_000) < 0.002)
    }
    #expect(distribution.value(at: 0.5) == 5000 || distribution.value(at: 0.5) == 4999)
  }

  /// What a file says is looked at before it is asked.
  @Test(arguments: ["[]", "[2, 1]"]) func whatIsNoDistributionIsNotRead(values: String) throws {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(EmpiricalDistribution.self, from: Data(#"{"values": \#(values)}"#.utf8))
    }
    let kept = try #require(EmpiricalDistribution(of: [1, 2]))
    #expect(try JSONDecoder().decode(EmpiricalDistribution.self, from: JSONEncoder().encode(kept)) == kept)
  }

  @Test func thereAreNoneOfNothing() {
    #expect(EmpiricalDistribution(of: []) == nil)
    #expect(EmpiricalDistribution(of: [1, .nan]) == nil)
    #expect(EmpiricalDistribution(of: [3])?.share(below: 3) == 0)
  }
}
