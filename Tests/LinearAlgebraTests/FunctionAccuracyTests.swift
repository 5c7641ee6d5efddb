import CStrataKernels
import CStrataTestSupport
import Foundation
import StrataLinearAlgebra
import Testing

/// The kernels' elementary functions against the C library's in double, over dense ranges.
struct FunctionAccuracyTests {
  /// The largest error over some arguments, in units in the last place of the exact result.
  private func largestError(
    _ arguments: some Sequence<Float>, _ function: (Float) -> Float, _ exact: (Double) -> Double
  ) -> Double {
    arguments.reduce(0) { worst, x in
      let expected = exact(Double(x))
      let unit = Double(max(Float(abs(expected)), .leastNormalMagnitude).ulp)
      let error = abs(Double(function(x)) - expected) / unit
      return error.isNaN ? .infinity : max(worst, error)
    }
  }

  /// `count` numbers from `low` to `high`.
  private func dense(_ low: Float, _ high: Float, count: Int = 200_000) -> some Sequence<Float> {
    (0...count).lazy.map { low + (high - low) * Float($0) / Float(count) }
  }

  /// Numbers of every magnitude, a few thousand in each power of two.
  private func everyMagnitude(from low: Float, to high: Float) -> some Sequence<Float> {
    stride(from: low.bitPattern, through: high.bitPattern, by: 4001).lazy.map(Float.init(bitPattern:))
  }

  @Test func exponential() {
    #expect(largestError(dense(-87, 87), strata_test_exp, exp) < 2)
    #expect(largestError(dense(-1, 1), strata_test_exp, exp) < 2)
    #expect(strata_test_exp(0) == 1)
  }

  @Test func logarithm() {
    #expect(
      largestError(
        everyMagnitude(from: .leastNormalMagnitude, to: .greatestFiniteMagnitude),
        strata_test_log, log) < 2)
    #expect(largestError(dense(0.5, 2), strata_test_log, log) < 2)
    #expect(strata_test_log(1) == 0)
  }

  @Test func sineAndCosineOfATurn() {
    var (cosine, sine): (Float, Float) = (0, 0)
    for u in dense(0, 1) where u < 1 {
      strata_test_cos_sin_turn(u, &cosine, &sine)
      let angle = 2 * Double.pi * Double(u)
      let error = max(abs(Double(cosine) - cos(angle)), abs(Double(sine) - sin(angle)))
      #expect(error < 1.5 * Double(Float(1).ulp), "\(u)")
    }
  }

  /// One element of an activation, as the best instruction set of this machine computes it.
  private func activation(_ kind: strata_activation) -> (Float) -> Float {
    let place = FloatBuffer(count: 2).place(rows: 2, columns: 1)
    return { x in
      let from = place.window.rows(0..<1)
      let to = place.window.rows(1..<2)
      from[0, 0] = x
      Kernels.activate(kind, from, into: to)
      return to[0, 0]
    }
  }

  @Test func sigmoid() {
    func exact(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    for function in [strata_test_sigmoid, activation(strata_activation_sigmoid)] {
      #expect(largestError(dense(-87, 87), function, exact) < 3)
      #expect(largestError(dense(-2, 2), function, exact) < 3)
      #expect(function(0) == 0.5)
    }
  }

  @Test func hyperbolicTangent() {
    for function in [strata_test_tanh, activation(strata_activation_tanh)] {
      #expect(largestError(dense(-10, 10), function, tanh) < 3)
      #expect(largestError(everyMagnitude(from: 1e-30, to: 0.7), function, tanh) < 3)
      #expect(largestError(everyMagnitude(from: 1e-30, to: 0.7), { -function(-$0) }, tanh) < 3)
      #expect(function(0) == 0)
    }
  }

  /// Whole rows become vector code, one element does not: every length gives the same numbers.
  @Test(arguments: [1, 2, 7, 16, 17, 33, 100])
  func aRowIsItsElements(count: Int) {
    let row = (0..<count).map { Float($0) * 0.37 - 12 }
    for kind in [
      strata_activation_linear, strata_activation_sigmoid, strata_activation_tanh,
      strata_activation_relu,
    ] {
      var (x, result) = (Matrix([row]), Matrix(rows: 1, columns: count))
      x.withWindow { x in result.withWindow { y in Kernels.activate(kind, x, into: y) } }
      for (x, y) in zip(row, result.elements) {
        #expect(abs(y - activation(kind)(x)) <= 2 * abs(y).ulp)
      }
    }
  }
}
