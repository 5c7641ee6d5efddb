import Foundation
import StrataLinearAlgebra
import Testing

@testable import StrataLayerGraph

/// Activations and losses far outside the usual range: nothing overflows, and what is not a number
/// is seen and not swallowed.
struct ExtremeInputTests {
  static let extremes: [Float] = [-1e30, -1e4, -200, -88, -1, 0, 1, 88, 200, 1e4, 1e30]

  private func activated(_ activation: Activation, _ numbers: [Float]) throws -> [Float] {
    let graph = try LayerGraph(
      nodes: [
        Node("input", .input(width: numbers.count)),
        Node("output", .activation(function: activation), inputs: ["input"]),
      ], parameters: ParameterTable())
    return try graph.values(of: "output", for: Matrix([numbers])).elements
  }

  @Test(arguments: Activation.allCases)
  func activationsOfExtremes(_ activation: Activation) throws {
    for (x, y) in zip(Self.extremes, try activated(activation, Self.extremes)) {
      let expected = ReferencePass.activate(activation, Double(x))
      #expect(abs(Double(y) - expected) <= 1e-6 * abs(expected) + 1e-37, "\(x)")
    }
    let infinities = try activated(activation, [-.infinity, .infinity])
    for (found, limit) in zip(infinities, [-Double.infinity, .infinity]) {
      let expected = ReferencePass.activate(activation, limit)
      #expect(expected == Double(found) || abs(Double(found) - expected) < 1e-37)
    }
  }

  /// In every place of a vector and of what is left over.
  @Test(arguments: Activation.allCases)
  func notANumberStaysNotANumber(_ activation: Activation) throws {
    for place in 0..<40 {
      var numbers = [Float](repeating: 0.5, count: 40)
      numbers[place] = .nan
      let result = try activated(activation, numbers)
      for (index, value) in result.enumerated() { #expect(value.isNaN == (index == place)) }
    }
  }

  @Test func softmaxOfExtremes() throws {
    let graph = try LayerGraph(
      nodes: [
        Node("input", .input(width: 3)), Node("output", .softmax, inputs: ["input"]),
      ], parameters: ParameterTable())
    let rows: [[Float]] = [[1e4, 0, -1e4], [1e30, 1e30, 0], [-1e4, -1e4, -1e4], [1e4, 9999, 0]]
    let expected: [[Float]] = [
      [1, 0, 0], [0.5, 0.5, 0], [1 / 3, 1 / 3, 1 / 3], [0.731_058_6, 0.268_941_4, 0],
    ]
    let found = try graph.values(of: "output", for: Matrix(rows))
    for (value, exact) in zip(found.elements, expected.flatMap { $0 }) {
      #expect(abs(value - exact) < 1e-6)
    }
    for place in 0..<3 {
      var row: [Float] = [1, 2, 3]
      row[place] = .nan
      #expect(try graph.values(of: "output", for: Matrix([row])).elements.allSatisfy(\.isNaN))
    }
  }

  /// The loss of one logit against one target, and its gradient.
  private func loss(_ kind: Loss, _ z: [Float], _ target: [Float]) -> (value: Double, delta: [Float]) {
    var (prediction, features) = (Matrix([z]), Matrix([target]))
    var delta = Matrix(rows: 1, columns: z.count)
    let value = prediction.withWindow { z in
      features.withWindow { x in
        delta.withWindow { kind.value(z, against: x, delta: $0, scale: 1) }
      }
    }
    return (value, delta.elements)
  }

  private func loss(_ kind: Loss, _ z: [Float], label: Int32) -> (value: Double, delta: [Float]) {
    var (prediction, delta) = (Matrix([z]), Matrix(rows: 1, columns: z.count))
    let value = prediction.withWindow { z in
      delta.withWindow { delta in
        kind.value(z, labels: Memory([label]), from: 0, smoothing: 0, delta: delta, scale: 1)
      }
    }
    return (value, delta.elements)
  }

  @Test(arguments: extremes, [0, 0.25, 1] as [Float])
  func crossEntropyInLogitSpaceCannotOverflow(z: Float, x: Float) {
    let exact = max(Double(z), 0) - Double(z) * Double(x) + log1p(exp(-abs(Double(z))))
    let found = loss(.crossEntropy, [z], [x])
    #expect(abs(found.value - exact) <= 3e-7 * abs(exact) + 1e-37)
    #expect(abs(Double(found.delta[0]) - (1 / (1 + exp(-Double(z))) - Double(x))) < 1e-7)
  }

  /// Rows that are summed in several parts; logits of zero make the largest product that a part can have.
  @Test(arguments: [511, 512, 513, 784, 1300], [0, 3] as [Float])
  func crossEntropyOfWideRows(width: Int, spread: Float) {
    let z = RandomStream(seed: 4, purpose: "logits").normal(count: width).map { spread * $0 }
    let x = RandomStream(seed: 4, purpose: "targets").uniform(count: width)
    let exact = zip(z, x).reduce(0.0) { sum, pair in
      let (z, x) = (Double(pair.0), Double(pair.1))
      return sum + max(z, 0) - z * x + log1p(exp(-abs(z)))
    }
    let found = loss(.crossEntropy, z, x)
    #expect(abs(found.value / exact - 1) < 1e-6)
    for (delta, (z, x)) in zip(found.delta, zip(z, x)) {
      #expect(abs(Double(delta) - (1 / (1 + exp(-Double(z))) - Double(x))) < 1e-6)
    }
  }

  @Test func crossEntropyWithAndWithoutGradientAgree() {
    let z = (0..<100).map { Float($0) * 0.7 - 35 }
    let x = (0..<100).map { Float($0) / 99 }
    var (prediction, target) = (Matrix([z]), Matrix([x]))
    let plain = prediction.withWindow { z in
      target.withWindow { Loss.crossEntropy.value(z, against: $0, delta: nil, scale: 1) }
    }
    #expect(abs(plain / loss(.crossEntropy, z, x).value - 1) < 1e-6)
  }

  @Test func softmaxCrossEntropyOfExtremes() {
    #expect(loss(.softmaxCrossEntropy, [1e4, 0, -1e4], label: 0).value == 0)
    #expect(loss(.softmaxCrossEntropy, [1e4, 0, -1e4], label: 2).value == 2e4)
    #expect(loss(.softmaxCrossEntropy, [-1e4, -1e4], label: 1).delta == [0.5, -0.5])
    #expect(loss(.multiclassHinge, [1e4, 0, -1e4], label: 2).value == 20001)
    #expect(loss(.multiclassHinge, [1e4, 0, -1e4], label: 0).value == 0)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity], 0..<20)
  func aLossOfWhatIsNotFiniteIsNotFinite(bad: Float, place: Int) {
    var z = [Float](repeating: 0.5, count: 20)
    z[place] = bad
    let x = [Float](repeating: 0.25, count: 20)
    #expect(!loss(.crossEntropy, z, x).value.isFinite)
    #expect(!loss(.squaredError, z, x).value.isFinite)
  }

  /// Whichever class it is, and whichever is right.
  @Test(arguments: 0..<5, 0..<5 as Range<Int32>)
  func aLabelledLossOfNotANumberIsNotANumber(place: Int, label: Int32) {
    var z: [Float] = [0, 1, 2, 3, 4]
    z[place] = .nan
    #expect(loss(.softmaxCrossEntropy, z, label: label).value.isNaN)
    #expect(loss(.multiclassHinge, z, label: label).value.isNaN)
    z[place] = .infinity
    #expect(!loss(.softmaxCrossEntropy, z, label: label).value.isFinite)
  }
}
