import Foundation
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

@testable import StrataAnalysis

/// The inputs that excite units most: known for the first layer, not to be bettered for the second.
struct ActivationMaximizationTests {
  private static let inputs = 30

  /// input → encoder.0 → code.0 → encoder.1 → code.1, with weights that bend the codes well.
  private static func encoder(_ activation: Activation = .sigmoid, seed: UInt64) throws -> LayerGraph {
    var parameters = ParameterTable()
    for (name, rows, columns, scale) in [
      ("encoder.0.weight", inputs, 20, 1.5), ("encoder.0.bias", 1, 20, 0.5), ("encoder.1.weight", 20, 12, 1),
      ("encoder.1.bias", 1, 12, 0.5),
    ] as [(String, Int, Int, Float)] {
      let numbers = RandomStream(seed: seed, purpose: name).normal(count: rows * columns)
      parameters[name] = Matrix(rows: rows, columns: columns, numbers.map { scale * $0 })
    }
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: inputs)),
        Node(
          "encoder.0", .dense(weight: "encoder.0.weight", bias: "encoder.0.bias", transposed: false),
          inputs: ["input"]),
        Node("code.0", .activation(function: activation), inputs: ["encoder.0"]),
        Node(
          "encoder.1", .dense(weight: "encoder.1.weight", bias: "encoder.1.bias", transposed: false),
          inputs: ["code.0"]),
        Node("code.1", .activation(function: activation), inputs: ["encoder.1"]),
      ], parameters: parameters)
  }

  private static func norm(_ x: ArraySlice<Float>) -> Float {
    x.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  private let oneThread = Execution(threads: 1)

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func theFirstLayersBestInputIsItsWeight(seed: UInt64) throws {
    let encoder = try Self.encoder(seed: seed)
    let weight = try #require(encoder.parameters["encoder.0.weight"])
    let bias = try #require(encoder.parameters["encoder.0.bias"])
    let units = Array(0..<20)
    let found = try ActivationMaximization(restarts: 3)
      .maximize("encoder.0", of: encoder, units: units, seed: seed, execution: oneThread)
    #expect(found.inputs.shape == Shape(rows: 20, columns: Self.inputs))
    for unit in units {
      let column = weight.column(unit)
      let length = Self.norm(column[...])
      for (x, w) in zip(found.inputs.row(unit), column) { #expect(abs(x - w / length) < 1e-4) }
      #expect(abs(found.values[unit] - length - bias[0, unit]) < 1e-5)
      #expect(found.agreement[unit] > 1 - 1e-5)
    }
  }

  /// Within 0 ... ∞ it is the weight's positive part.
  @Test func theFirstLayersBestPositiveInput() throws {
    let encoder = try Self.encoder(seed: 3)
    let weight = try #require(encoder.parameters["encoder.0.weight"])
    let found = try ActivationMaximization(restarts: 3, bounds: 0...(.infinity))
      .maximize("encoder.0", of: encoder, units: [4, 9], seed: 1, execution: oneThread)
    for (row, unit) in [4, 9].enumerated() {
      let positive = weight.column(unit).map { max(0, $0) }
      let length = Self.norm(positive[...])
      for (x, w) in zip(found.inputs.row(row), positive) { #expect(abs(x - w / length) < 1e-4) }
    }
  }

  /// No start, no random direction and no step from the best does better.
  @Test(arguments: [.sigmoid, .tanh, .relu] as [Activation], 1...3 as ClosedRange<UInt64>)
  func nothingIsBetterInTheSecondLayer(activation: Activation, seed: UInt64) throws {
    let encoder = try Self.encoder(activation, seed: seed)
    let units = Array(0..<12)
    func search(_ restarts: Int, _ seed: UInt64) throws -> ActivationMaximization.Outcome {
      try ActivationMaximization(restarts: restarts)
        .maximize("encoder.1", of: encoder, units: units, seed: seed, execution: oneThread)
    }
    let best = try search(20, seed)
    let others = try search(20, seed + 100)
    let directions = Self.directions(4000, seed: seed)
    let values = try encoder.values(of: "encoder.1", for: directions, execution: oneThread)
    let near = try encoder.values(
      of: "encoder.1", for: Self.neighbours(of: best.inputs, each: 100, seed: seed), execution: oneThread)
    for unit in units {
      #expect(abs(Self.norm(best.inputs.row(unit)) - 1) < 1e-5)
      let value = best.values[unit]
      #expect((0..<values.rows).allSatisfy { values[$0, unit] <= value })
      // At a kink of a ReLU a gradient leads nowhere.
      guard activation != .relu else { continue }
      #expect(others.values[unit] <= value + 1e-4, "unit \(unit)")
      let around = unit * 100..<(unit + 1) * 100
      #expect(around.allSatisfy { near[$0, unit] <= value + 2e-6 })
    }
    // What it says of the value is what the encoder says.
    let again = try encoder.values(of: "encoder.1", for: best.inputs, execution: oneThread)
    for unit in units { #expect(abs(again[unit, unit] - best.values[unit]) < 1e-5) }
  }

  @Test func moreStepsNeverDoWorse() throws {
    let encoder = try Self.encoder(seed: 5)
    var before = [Float](repeating: -.infinity, count: 12)
    for steps in [1, 2, 3, 5, 8, 13, 21, 60] {
      let values = try ActivationMaximization(restarts: 1, steps: steps)
        .maximize("encoder.1", of: encoder, units: Array(0..<12), seed: 2, execution: oneThread).values
      for (low, high) in zip(before, values) { #expect(low <= high + 2e-6 * max(1, abs(high))) }
      before = values
    }
  }

  /// A unit's answer does not depend on which others are asked for, and is the seed's.
  @Test func anAnswerIsAPureFunctionOfTheSeed() throws {
    let encoder = try Self.encoder(seed: 1)
    let search = ActivationMaximization(restarts: 2, steps: 5)
    let all = try search.maximize(
      "encoder.1", of: encoder, units: Array(0..<12), seed: 1, execution: oneThread)
    let one = try search.maximize("encoder.1", of: encoder, units: [7], seed: 1, execution: oneThread)
    #expect(zip(one.inputs.elements, all.inputs.row(7)).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(
      try search.maximize("encoder.1", of: encoder, units: Array(0..<12), seed: 1, execution: oneThread)
        == all)
    #expect(
      try search.maximize("encoder.1", of: encoder, units: [7], seed: 2, execution: oneThread).inputs
        != one.inputs)
  }

  @Test func boundsAreKept() throws {
    let encoder = try Self.encoder(seed: 2)
    for bounds in [0...0.3, -0.25...0.4, -0.2...0] as [ClosedRange<Float>] {
      let found = try ActivationMaximization(restarts: 2, bounds: bounds)
        .maximize("encoder.1", of: encoder, units: Array(0..<12), seed: 1, execution: oneThread)
      for row in 0..<12 {
        #expect(found.inputs.row(row).allSatisfy(bounds.contains))
        #expect(abs(Self.norm(found.inputs.row(row)) - 1) < 1e-5)
      }
    }
    #expect(throws: InputError.self) {
      try ActivationMaximization(bounds: 0...0.1)
        .maximize("encoder.1", of: encoder, units: [0], seed: 1, execution: oneThread)
    }
  }

  private static func directions(_ count: Int, seed: UInt64) -> Matrix {
    let numbers = RandomStream(seed: seed, purpose: "directions").normal(count: count * inputs)
    return normalized(Matrix(rows: count, columns: inputs, numbers))
  }

  private static func neighbours(of centres: Matrix, each count: Int, seed: UInt64) -> Matrix {
    let moves = RandomStream(seed: seed, purpose: "moves").normal(count: centres.rows * count * inputs)
    let elements = moves.enumerated().map { place, move in
      let (row, column) = (place / inputs, place % inputs)
      // From far to near.
      return centres[row / count, column] + move * pow(0.5, Float(row % count) / 10)
    }
    return normalized(Matrix(rows: centres.rows * count, columns: inputs, elements))
  }

  private static func normalized(_ rows: Matrix) -> Matrix {
    Matrix(
      rows: rows.rows, columns: rows.columns,
      (0..<rows.rows).flatMap { row in
        let length = norm(rows.row(row))
        return rows.row(row).map { $0 / length }
      })
  }
}
