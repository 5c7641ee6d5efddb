import StrataDatasets
import StrataLinearAlgebra
import Testing

/// The table of drawn adults is as its comment says, and columns can be scaled and scaled back.
struct BodyMeasuresTests {
  private static let adults = BodyMeasures(count: 40_000, seed: 1).table

  private static func correlation(_ a: [Float], _ b: [Float]) -> Double {
    let table = Matrix(zip(a, b).map { [$0, $1] })
    let z = ColumnScale(of: table).standardized(table)
    return (0..<z.rows).reduce(0) { $0 + Double(z[$1, 0] * z[$1, 1]) } / Double(z.rows)
  }

  @Test func meansSpreadsAndCorrelationsAreThoseStated() {
    let scale = ColumnScale(of: Self.adults)
    for (found, expected) in zip(scale.means, [168.3, 84.05, 29.62]) {
      #expect(abs(found / expected - 1) < 0.005)
    }
    for (found, expected) in zip(scale.standardDeviations, [10.12, 21.97, 7.14]) {
      #expect(abs(found / expected - 1) < 0.02)
    }
    let men = stride(from: 0, to: 40_000, by: 2).map { $0 }
    let women = men.map { $0 + 1 }
    func column(_ column: Int, _ rows: [Int]) -> [Float] { rows.map { Self.adults[$0, column] } }
    #expect(abs(Self.correlation(column(0, men), column(1, men)) - 0.36) < 0.02)
    #expect(abs(Self.correlation(column(0, women), column(1, women)) - 0.23) < 0.02)
    #expect(abs(Self.correlation(Self.adults.column(0), Self.adults.column(1)) - 0.41) < 0.02)
    #expect(abs(Quick.mean(column(0, men)) - 175.3) < 0.3 && abs(Quick.mean(column(1, men)) - 90.6) < 0.7)
    #expect(abs(Quick.mean(column(0, women)) - 161.3) < 0.3 && abs(Quick.mean(column(1, women)) - 77.5) < 0.7)
  }

  @Test func theIndexFollowsFromTheOthers() {
    for row in 0..<200 {
      let metres = Self.adults[row, 0] / 100
      #expect(abs(Self.adults[row, 2] * metres * metres / Self.adults[row, 1] - 1) < 1e-5)
    }
  }

  @Test func aTableIsAPureFunctionOfItsSeed() {
    #expect(BodyMeasures(count: 50, seed: 4) == BodyMeasures(count: 50, seed: 4))
    #expect(BodyMeasures(count: 50, seed: 4).table != BodyMeasures(count: 50, seed: 5).table)
    #expect(
      BodyMeasures(count: 50, seed: 4).table.elements
        == Array(BodyMeasures(count: 90, seed: 4).table.elements[..<150]))
  }

  @Test func aScaleTurnsBothWays() {
    let table = Matrix([[1, 10, 5], [3, 30, 5], [5, 20, 5]])
    let scale = ColumnScale(of: table)
    #expect(scale.means == [3, 20, 5])
    let z = scale.standardized(table)
    #expect(z.column(2) == [0, 0, 0])
    #expect(abs(z[0, 0] + 1.5.squareRoot().asFloat) < 1e-6 && z[1, 0] == 0)
    #expect(zip(scale.original(z).elements, table.elements).allSatisfy { abs($0 - $1) < 1e-5 })
  }
}

private enum Quick {
  static func mean(_ values: [Float]) -> Double {
    values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
  }
}

extension Double {
  fileprivate var asFloat: Float { Float(self) }
}
