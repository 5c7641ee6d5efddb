import StrataLinearAlgebra
import Testing

@testable import StrataExperiments

struct LinearRegressionTests {
  @Test(arguments: 1...20 as ClosedRange<UInt64>) func findsALinearRelation(seed: UInt64) {
    let draws = RandomStream(seed: seed, purpose: "test").normal(count: 200)
    let coefficients = RandomStream(seed: seed, purpose: "coefficients").normal(count: 2)
    let rows = (0..<100).map { row -> [Float] in
      let (a, b) = (draws[2 * row], draws[2 * row + 1])
      return [a, coefficients[0] * a + coefficients[1] * b, b]
    }
    let table = Matrix(rows)
    let predicted = LinearRegression(of: 1, in: table).predictions(for: table)
    for (row, value) in predicted.enumerated() { #expect(abs(value - table[row, 1]) < 1e-4) }
  }
}
