import StrataLinearAlgebra
import Testing

@testable import StrataLayerGraph

/// Gradients with respect to the examples against central differences of a reference in Double.
struct InputGradientTests {
  private static let rows = 5

  /// The value of one unit for each example, and its gradient, for every node that holds features.
  private static func expectAgreement(
    _ graph: LayerGraph, features: Matrix, threads: Int, arithmetic: Arithmetic = Arithmetic(),
    tolerance: Double = GradientTests.tolerance
  ) throws {
    let input = DoubleMatrix(features)
    let reference = ReferencePass(graph, input: input)
    let differences = CentralInputDifferences(graph, input: input)
    let execution = Execution(engine: arithmetic.engine, precision: arithmetic.precision, threads: threads)
    for (node, values) in reference.values where !isEmphasis(graph[node]) {
      let units = (0..<rows).map { (5 * $0 + 2) % values.columns }
      // More room than examples, and an evaluation of others before: neither must show.
      let function = try InputGradient(graph, node: node, batchSize: rows + 2, execution: execution)
      _ = function.evaluate(features.matrix(rows: 1..<4), units: [0, 0, 0])
      let found = function.evaluate(features, units: units[...])
      let expected = DoubleMatrix(rows: rows, columns: input.columns) {
        differences.slope(of: node, row: $0, unit: units[$0], input: $1)
      }
      let error = relativeError(found.gradients, expected)
      #expect(error < tolerance, "\(node)")
      if arithmetic.precision == .float32 {
        for (row, unit) in units.enumerated() {
          #expect(abs(Double(found.values[row]) - values[row, unit]) < 2e-6, "\(node)")
        }
      }
    }
  }

  /// The weights of a loss are the one kind of features without a gradient.
  private static func isEmphasis(_ node: Node?) -> Bool {
    if case .emphasis = node?.operation { true } else { false }
  }

  @Test(arguments: GradientCase.all, [1, 2])
  func gradientsAgreeWithCentralDifferences(_ gradientCase: GradientCase, threads: Int) throws {
    let features = SmallGraphs.features(rows: Self.rows, seed: 6)
    try Self.expectAgreement(try gradientCase.graph(6), features: features, threads: threads)
  }

  /// Widths that threads share by columns, by rows, and one beside the other.
  @Test(arguments: [(70, 66), (70, 18), (18, 70)].map(SmallGraphs.Widths.init), [1, 2, 3])
  func gradientsOfWideGraphs(widths: SmallGraphs.Widths, threads: Int) throws {
    let features = SmallGraphs.features(rows: Self.rows, columns: widths.inputs, seed: 6)
    for graph in [
      try SmallGraphs.autoencoder(corruption: .masking(0.5), widths: widths),
      try SmallGraphs.classifier(activation: .tanh, middle: .softmax, widths: widths),
    ] {
      try Self.expectAgreement(graph, features: features, threads: threads)
    }
    try Self.expectAgreement(
      try SmallGraphs.classifier(activation: .tanh, widths: widths), features: features, threads: threads,
      arithmetic: Arithmetic(precision: .emulatedBFloat16), tolerance: 0.03)
  }

  /// What training has frozen or not makes no difference.
  @Test func aPartlyFrozenGraph() throws {
    let graph = try SmallGraphs.classifier(activation: .tanh).freezing(upTo: "code")
    try Self.expectAgreement(
      graph, features: SmallGraphs.features(rows: Self.rows, seed: 1), threads: 1)
  }

  @Test func nodesWithoutFeaturesAreRefused() throws {
    let graph = try SmallGraphs.classifier()
    for node in ["labels", "loss", "nothing"] {
      #expect(throws: GraphError.self) {
        try InputGradient(graph, node: node, batchSize: 1, execution: Execution(threads: 1))
      }
    }
    let emphasized = try SmallGraphs.autoencoder(
      corruption: .masking(0.2), emphasis: Emphasis(corrupted: 1, untouched: 0),
      penalties: [.contraction(strength: 1)])
    for node in ["emphasis", "penalty.0", "loss"] {
      #expect(throws: GraphError.self) {
        try InputGradient(emphasized, node: node, batchSize: 1, execution: Execution(threads: 1))
      }
    }
  }
}

/// (y(x + h) − y(x − h)) / 2h of every node for one input at a time, of all examples at once.
private struct CentralInputDifferences {
  private let above: [ReferencePass]
  private let below: [ReferencePass]
  private static let h = 1e-5

  init(_ graph: LayerGraph, input: DoubleMatrix) {
    func pass(_ column: Int, _ step: Double) -> ReferencePass {
      ReferencePass(
        graph,
        input: DoubleMatrix(rows: input.rows, columns: input.columns) {
          input[$0, $1] + ($1 == column ? step : 0)
        })
    }
    above = (0..<input.columns).map { pass($0, Self.h) }
    below = (0..<input.columns).map { pass($0, -Self.h) }
  }

  func slope(of node: String, row: Int, unit: Int, input: Int) -> Double {
    (above[input][node][row, unit] - below[input][node][row, unit]) / (2 * Self.h)
  }
}
