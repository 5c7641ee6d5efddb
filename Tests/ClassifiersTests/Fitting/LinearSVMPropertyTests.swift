import StrataLayerGraph
import StrataLinearAlgebra
import Testing

@testable import StrataClassifiers

/// What holds of the support vector machine whatever the examples: the gap that it reports is true.
struct LinearSVMPropertyTests {
  /// Examples of a kind that is hard for some solver.
  struct Kind: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var classes = 3
    var weightDecay = 1e-3
    /// True where the limit of passes may come before the optimum.
    var isHard = false
    let examples: @Sendable (_ seed: UInt64) -> LabelledFeatures
  }

  private static func drawn(
    rows: Int = 60, columns: Int = 5, classes: Int = 3, seed: UInt64,
    _ value: @escaping (_ value: Float, _ column: Int, _ label: Int) -> Float = { value, _, _ in value }
  ) -> LabelledFeatures {
    let stream = RandomStream(seed: seed, purpose: "svm")
    let labels = stream.bits(count: rows, example: rows).map { Int32($0 % UInt32(classes)) }
    var matrix = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      for (column, draw) in stream.normal(count: columns, example: row).enumerated() {
        let centre: Float = column % classes == Int(labels[row]) ? 1 : 0
        matrix[row, column] = value(centre + draw, column, Int(labels[row]))
      }
    }
    return labelled(matrix, labels: labels)
  }

  static let kinds: [Kind] = [
    Kind(testDescription: "clouds that overlap") { drawn(seed: $0) },
    Kind(testDescription: "a strong penalty", weightDecay: 10) { drawn(seed: $0) },
    Kind(testDescription: "a weak penalty", weightDecay: 1e-6) { drawn(rows: 30, columns: 20, seed: $0) },
    Kind(testDescription: "far from the origin") { drawn(seed: $0) { value, _, _ in 100 + value } },
    Kind(testDescription: "features of 0 to 255", weightDecay: 4) {
      drawn(seed: $0) { value, _, _ in min(max(value * 64 + 64, 0), 255).rounded() }
    },
    Kind(testDescription: "tiny features", weightDecay: 1e-9) {
      drawn(seed: $0) { value, _, _ in value / 1000 }
    },
    Kind(testDescription: "features of several scales", weightDecay: 1) {
      drawn(seed: $0) { value, column, _ in column == 0 ? 30 * value : value }
    },
    Kind(testDescription: "features of several scales, a weak penalty", isHard: true) {
      drawn(seed: $0) { value, column, _ in column == 0 ? 30 * value : value }
    },
    Kind(testDescription: "constant columns") {
      drawn(seed: $0) { value, column, _ in column < 2 ? Float(3 * column) : value }
    },
    Kind(testDescription: "nothing but constants") { drawn(seed: $0) { _, _, _ in 7 } },
    Kind(testDescription: "nothing but zeros") { drawn(seed: $0) { _, _, _ in 0 } },
    Kind(testDescription: "classes without examples", classes: 17) { drawn(seed: $0) },
    Kind(testDescription: "more classes than a vector holds", classes: 20) {
      drawn(rows: 100, columns: 12, classes: 20, seed: $0)
    },
    Kind(testDescription: "two classes", classes: 2) { drawn(classes: 2, seed: $0) },
    Kind(testDescription: "one class alone") { drawn(classes: 1, seed: $0) },
    Kind(testDescription: "one example") { drawn(rows: 1, seed: $0) },
    Kind(testDescription: "one column") { drawn(columns: 1, seed: $0) },
    Kind(testDescription: "examples that contradict each other") { seed in
      let some = drawn(rows: 30, seed: seed)
      let labels = some.labels + some.labels.map { ($0 + 1) % 3 }
      return labelled(
        Matrix(rows: 60, columns: 5, some.features.matrix.elements + some.features.matrix.elements),
        labels: labels)
    },
  ]

  /// The gap is what it says: no run finds less than another one's bound, and none is further above the optimum
  /// than its gap.
  @Test(arguments: kinds, 1...5 as ClosedRange<UInt64>)
  func theGapIsTrue(kind: Kind, seed: UInt64) throws {
    let examples = kind.examples(seed)
    func fit(_ tolerance: Double, seed: UInt64) throws -> (LinearSVM.Progress, Classifier) {
      var last: LinearSVM.Progress?
      var bound = -Double.infinity
      let machine = try LinearSVM(weightDecay: kind.weightDecay, passes: 3000, tolerance: tolerance).fit(
        examples, classes: kind.classes, seed: seed, execution: Execution(threads: 1)
      ) { event in
        guard case .measured(let state) = event else { return }
        // A bound never passes the loss but by rounding.
        #expect(state.bound <= state.loss * (1 + 1e-9) + LinearSVM.smallestLoss)
        #expect(state.gap >= 0 && state.bound >= bound)
        bound = state.bound
        last = state
      }
      return (try #require(last), machine)
    }
    let (short, machine) = try fit(1e-3, seed: seed)
    let (long, _) = try fit(1e-6, seed: seed + 100)
    let convergence = try #require(machine.convergence)
    #expect(convergence.value == short.gap && convergence.isConverged == (short.gap <= 1e-3))
    #expect(convergence.isConverged || kind.isHard)
    #expect((convergence.note == nil) == convergence.isConverged)
    let rounding = LinearSVM.smallestLoss
    #expect(short.bound <= long.loss * (1 + 1e-9) + rounding)
    #expect(long.bound <= short.loss * (1 + 1e-9) + rounding)
    #expect(short.loss * (1 - short.gap) <= long.loss * (1 + 1e-9) + rounding)
    // The classifier, whose weights are rounded to Float, has the loss that was reported.
    let found = try objective(machine, examples, weightDecay: kind.weightDecay)
    #expect(abs(found - short.loss) <= 1e-4 * short.loss + 1e-6)
  }

  /// Nothing to learn from: the class that is most frequent, by the biases alone.
  @Test func constantsLeadToTheMostFrequentClass() throws {
    let labels: [Int32] = [0, 1, 1, 2, 1, 1]
    let examples = labelled(Matrix(rows: 6, columns: 3, repeating: 5), labels: labels)
    let machine = try LinearSVM().fit(examples, classes: 3, seed: 1)
    #expect(machine.graph.parameters["head.weight"]?.elements.allSatisfy { abs($0) < 1e-6 } == true)
    #expect(try machine.predict(examples.features) == [Int32](repeating: 1, count: 6))
  }

  /// Shifting all features changes the biases alone; scaling them is making up for it in the penalty.
  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func shiftsAndScalesChangeNothing(seed: UInt64) throws {
    let plain = Self.drawn(seed: seed)
    let moved = Self.drawn(seed: seed) { value, _, _ in 16 * value + 64 }
    let one = try LinearSVM(weightDecay: 1e-1, tolerance: 1e-5).fit(plain, classes: 3, seed: 1)
    let two = try LinearSVM(weightDecay: 1e-1 * 256, tolerance: 1e-5).fit(moved, classes: 3, seed: 1)
    // Weights are unique, biases are not always. Within a gap of 1e-5, ‖W − optimum‖² is at most 2e-5/λ.
    let (a, b) = (one.graph.parameters["head.weight"], two.graph.parameters["head.weight"])
    for (x, y) in zip(try #require(a).elements, try #require(b).elements) { #expect(abs(x - 16 * y) < 0.03) }
    #expect(one.convergence?.isConverged == true && two.convergence?.isConverged == true)
    let losses = (
      try objective(one, plain, weightDecay: 1e-1), try objective(two, moved, weightDecay: 1e-1 * 256)
    )
    #expect(abs(losses.0 - losses.1) < 1e-4 * losses.0)
  }
}
