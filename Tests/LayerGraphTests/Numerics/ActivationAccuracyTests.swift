import CStrataKernels
import Foundation
import StrataLinearAlgebra
import Testing

@testable import StrataLayerGraph

/// Every activation and its slope over the whole range of arguments, in units in the last place of the exact value.
struct ActivationAccuracyTests {
  /// What e^x is clamped to: beyond it values are those of e^±87, and off by less than this.
  private static let least = 1.7e-38

  /// Numbers of every magnitude and both signs, and dense ones where functions bend.
  private static let arguments: [Float] = {
    let magnitudes = stride(
      from: Float(1e-30).bitPattern, through: Float(1e30).bitPattern, by: 9001
    ).map(Float.init(bitPattern:))
    let dense = (0...200_000).map { -100 + 0.001 * Float($0) }
    return [0] + magnitudes + magnitudes.map { -$0 } + dense
  }()

  private func values(_ activation: Activation) -> [Float] {
    var (x, y) = (Matrix([Self.arguments]), Matrix(rows: 1, columns: Self.arguments.count))
    x.withWindow { x in y.withWindow { y in Kernels.activate(activation.kernel, x, into: y) } }
    return y.elements
  }

  private func units(_ found: Float, _ exact: Double) -> Double {
    guard abs(exact) <= Double(Float.greatestFiniteMagnitude) else { return found.isInfinite ? 0 : .infinity }
    let unit = Double(max(Float(abs(exact)), .leastNormalMagnitude).ulp)
    return max(0, abs(Double(found) - exact) - Self.least) / unit
  }

  @Test(arguments: Activation.allCases) func valuesAreExactToAFewUnits(_ activation: Activation) {
    var worst = (units: 0.0, at: Float(0))
    for (x, y) in zip(Self.arguments, values(activation)) {
      let error = units(y, ReferencePass.activate(activation, Double(x)))
      if !(error <= worst.units) { worst = (error, x) }
    }
    #expect(worst.units < 3, "at \(worst.at)")
  }

  /// The slope, which is computed from the value: as exact as that allows. Near 1, a value that is off by a unit
  /// leaves as little of 1 − y as there is.
  @Test(arguments: Activation.allCases) func slopesAreExactForTheirValues(_ activation: Activation) {
    let values = values(activation).filter { $0.isFinite }
    var y = Matrix([values])
    var (dy, dx) = (
      Matrix(rows: 1, columns: values.count, repeating: 1), Matrix(rows: 1, columns: values.count)
    )
    y.withWindow { y in
      dy.withWindow { dy in
        dx.withWindow { dx in
          Kernels.activateBackward(activation.kernel, y: y, dy: dy, into: dx, accumulating: false)
        }
      }
    }
    var worst = (units: 0.0, at: Float(0))
    for (y, slope) in zip(values, dx.elements) {
      let exact = activation.slope(at: Double(y))
      // 1 − y² is rounded where it is formed.
      let error = units(slope, exact) * (activation == .tanh ? exact : 1)
      if !(error <= worst.units) { worst = (error, y) }
    }
    #expect(worst.units < 3, "at \(worst.at)")
  }

  /// f′ in terms of y is f′ of the definition.
  @Test(arguments: Activation.allCases) func slopesInTermsOfValuesAreTheSlopes(_ activation: Activation) {
    for x in stride(from: -12.05, through: 12, by: 0.1) {
      let y = ReferencePass.activate(activation, x)
      let exact = ReferencePass.slope(activation, x)
      #expect(abs(activation.slope(at: y) - exact) <= 1e-9 * max(exact, 1e-3), "\(x)")
    }
  }

  /// Whole rows become vector code, a rest of one does not: a value does not depend on its place.
  @Test(arguments: Activation.allCases, [1, 2, 7, 16, 17, 33, 100])
  func aRowIsItsElements(activation: Activation, count: Int) {
    func values(_ numbers: [Float]) -> [Float] {
      var (x, y) = (Matrix([numbers]), Matrix(rows: 1, columns: numbers.count))
      x.withWindow { x in y.withWindow { y in Kernels.activate(activation.kernel, x, into: y) } }
      return y.elements
    }
    let row = (0..<count).map { Float($0) * 0.37 - 12 }
    for (x, y) in zip(row, values(row)) { #expect(abs(y - values([x])[0]) <= 2 * abs(y).ulp) }
  }
}
