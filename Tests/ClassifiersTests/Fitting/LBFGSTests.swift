import Foundation
import StrataLinearAlgebra
import Testing

@testable import StrataClassifiers

/// L-BFGS on functions whose minimum is known.
struct LBFGSTests {
  /// A smooth function with its gradient.
  struct Problem: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let start: [Double]
    let minimum: [Double]
    let evaluate: @Sendable ([Double]) -> (value: Double, gradient: [Double])
  }

  /// Rosenbrock's valley: Σ 100 (x[i+1] − x[i]²)² + (1 − x[i])².
  static func rosenbrock(_ x: [Double]) -> (value: Double, gradient: [Double]) {
    var (value, gradient) = (0.0, [Double](repeating: 0, count: x.count))
    for i in 0..<x.count - 1 {
      let (a, b) = (x[i + 1] - x[i] * x[i], 1 - x[i])
      value += 100 * a * a + b * b
      gradient[i] += -400 * x[i] * a - 2 * b
      gradient[i + 1] += 200 * a
    }
    return (value, gradient)
  }

  /// ½ Σ c[i] (x[i] − i)², with curvatures from 1 to 100.
  static func quadratic(_ x: [Double]) -> (value: Double, gradient: [Double]) {
    let curvatures = x.indices.map { pow(100, Double($0) / Double(x.count - 1)) }
    let gradient = x.indices.map { curvatures[$0] * (x[$0] - Double($0)) }
    return (zip(x.indices, gradient).reduce(0) { $0 + $1.1 * (x[$1.0] - Double($1.0)) / 2 }, gradient)
  }

  /// x − log x, which has no value at or below zero.
  static func barrier(_ x: [Double]) -> (value: Double, gradient: [Double]) {
    (x.reduce(0) { $0 + $1 - log($1) }, x.map { 1 - 1 / $0 })
  }

  /// √(10⁻⁴ + x²): two slopes of about −1 and 1, between which the line search must find the bend.
  static func valley(_ x: [Double]) -> (value: Double, gradient: [Double]) {
    let value = (1e-4 + x[0] * x[0]).squareRoot()
    return (value, [x[0] / value])
  }

  static let problems = [
    Problem(
      testDescription: "Rosenbrock", start: [-1.2, 1], minimum: [1, 1], evaluate: rosenbrock),
    Problem(
      testDescription: "Rosenbrock in 10 dimensions",
      start: (0..<10).map { $0 % 2 == 0 ? -1.2 : 1 }, minimum: [Double](repeating: 1, count: 10),
      evaluate: rosenbrock),
    Problem(
      testDescription: "an elongated quadratic", start: [Double](repeating: 50, count: 20),
      minimum: (0..<20).map(Double.init), evaluate: quadratic),
    Problem(testDescription: "a barrier", start: [5, 0.01, 40], minimum: [1, 1, 1], evaluate: barrier),
    Problem(testDescription: "a sharp valley", start: [0.9], minimum: [0], evaluate: valley),
  ]

  @Test(arguments: problems)
  func theMinimumIsReached(problem: Problem) throws {
    var method = LBFGS()
    method.tolerance = 1e-8
    var evaluations = 0
    let result = try method.minimize(from: problem.start) { point in
      evaluations += 1
      return problem.evaluate(point)
    }
    #expect(result.gradientNorm <= 1e-8)
    #expect(result.iterations < 120)
    #expect(evaluations < 2 * result.iterations + 10)
    #expect(result.value == problem.evaluate(result.point).value)
    for (found, expected) in zip(result.point, problem.minimum) { #expect(abs(found - expected) < 1e-6) }
  }

  /// Every step goes down enough and flattens the slope enough (Nocedal and Wright 2006, equation 3.7).
  @Test(arguments: problems, 0..<10)
  func everyStepSatisfiesTheStrongWolfeConditions(problem: Problem, seed: UInt64) {
    let shifts = RandomStream(seed: seed, purpose: "start").uniform(count: problem.start.count)
    let start = zip(problem.start, shifts).map { $0 * (0.5 + Double($1)) }
    var seen: [Double: (point: [Double], gradient: [Double])] = [:]
    var accepted: [Double] = []
    var method = LBFGS()
    method.tolerance = 1e-6
    _ = method.minimize(from: start) { point in
      let (value, gradient) = problem.evaluate(point)
      seen[value] = (point, gradient)
      return (value, gradient)
    } report: { _, value, _ in
      accepted.append(value)
    }
    #expect(accepted.count > 2)
    for (before, after) in zip(accepted, accepted.dropFirst()) {
      guard let old = seen[before], let new = seen[after] else { continue }
      let step = zip(new.point, old.point).map { $0 - $1 }
      let (oldSlope, newSlope) = (dot(old.gradient, step), dot(new.gradient, step))
      #expect(oldSlope < 0)
      #expect(after <= before + 1e-4 * oldSlope)
      #expect(abs(newSlope) <= 0.9 * abs(oldSlope))
    }
  }

  @Test func atTheMinimumThereIsNothingToDo() throws {
    let result = try LBFGS().minimize(from: [1, 1], evaluate: Self.rosenbrock)
    #expect(result.iterations == 0 && result.point == [1, 1] && result.gradientNorm == 0)
  }

  @Test func iterationsAndReportsEndIt() throws {
    var method = LBFGS()
    method.iterations = 7
    method.tolerance = 0
    var reported: [Int] = []
    let limited = method.minimize(from: [-1.2, 1], evaluate: Self.rosenbrock) { iteration, _, _ in
      reported.append(iteration)
    }
    #expect(limited.iterations == 7 && reported == Array(0...7))
    reported = []
    #expect(throws: CancellationError.self) {
      try method.minimize(from: [-1.2, 1], evaluate: Self.rosenbrock) { iteration, _, _ in
        reported.append(iteration)
        if iteration == 3 { throw CancellationError() }
      }
    }
    #expect(reported == Array(0...3))
  }

  /// Where rounding lets no step go down, it ends with what it has and says after how many steps.
  @Test func itEndsWhereRoundingDoes() throws {
    var method = LBFGS()
    method.tolerance = 0
    method.iterations = 1000
    let result = try method.minimize(from: [-1.2, 1], evaluate: Self.rosenbrock)
    #expect(result.iterations < 200)
    #expect(result.gradientNorm < 1e-8)
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
