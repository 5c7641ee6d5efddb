internal import StrataFiles
public import StrataLinearAlgebra

/// (x − mean) / deviation, column by column, by what was measured.
struct Standardization: OperationDefinition {
  let mean, deviation: String

  let title = "standardization"
  var parameters: [ParameterUse] {
    [ParameterUse(mean, .statistic, .one, .input), ParameterUse(deviation, .statistic, .one, .input)]
  }
  func bound(_ binding: Binding) -> any BoundOperation { BoundStandardization(binding, self) }
}

/// y = (x − μ) / σ, with the mean μ and the deviation σ that were measured of each column. x, y: batch × width;
/// μ, σ: 1 × width.
struct BoundStandardization: BoundOperation {
  private let x, y, mean, deviation: Place
  private let dy: Place?
  private let dx: InputGradientPlace?
  let panels: Panels

  init(_ binding: Binding, _ statistics: Standardization) {
    (x, y) = (binding.input(0), binding.value)
    (dy, dx) = (binding.delta, binding.gradient(ofInput: 0))
    (mean, deviation) = (binding.parameters[statistics.mean], binding.parameters[statistics.deviation])
    panels = binding.panels(ofInput: 0)
  }

  var forward: [Step] {
    [
      Step(
        onExamplesIn: panels,
        [.reads(x, .panel), .reads(mean, .all), .reads(deviation, .all), .writes(y)]
      ) { [x, y, mean, deviation] region, _ in
        Kernels.standardizeColumns(
          x.window[region], mean: mean.window.columns(region.columns),
          deviation: deviation.window.columns(region.columns), into: y.window[region])
      }
    ]
  }

  /// dx = dy / σ: what was measured stays what it is.
  var backward: [Step] {
    guard let dy, let dx else { return [] }
    return [
      Step(
        onExamplesIn: panels, [.reads(dy, .panel), .reads(deviation, .all), .writes(dx.place)]
      ) { [deviation] region, _ in
        Kernels.standardizeColumns(
          dy.window[region], deviation: deviation.window.columns(region.columns),
          into: dx.place.window[region], accumulating: dx.accumulates)
      }
    ]
  }
}

extension LayerGraph {
  /// The graph with the statistics of all its standardizations measured on some examples, in an inference pass:
  /// each, from the input up, on what the ones below it make of them.
  ///
  /// Where several nodes name the same statistics, the first of them is measured. The deviation is √(mean of (x − μ)²); where a column is the same in all examples it is taken to be 1.
  ///
  /// - Throws: `InputError` when there are no examples, or they are not as wide as the graph's input;
  ///   `InputError` of kind `numericalFailure` when a value is not a finite number.
  public func measuringStatistics(
    on features: any Features, execution: Execution = Execution()
  ) throws -> LayerGraph {
    guard features.rows > 0 else {
      throw InputError(
        .malformedData, at: "examples", expected: "at least one to measure statistics on", found: "none",
        advice: "give it a data set with examples")
    }
    var graph = self
    var measured: Set<String> = []
    for node in nodes {
      guard case .standardization(let mean, let deviation) = node.operation,
        measured.isDisjoint(with: [mean, deviation])
      else { continue }
      measured.formUnion([mean, deviation])
      let values = try graph.values(of: node.inputs[0], for: features, execution: execution)
      let statistics = (0..<values.columns).map { column in Self.statistics(of: values.column(column)) }
      guard statistics.allSatisfy({ $0.mean.isFinite && $0.deviation.isFinite }) else {
        throw InputError(
          .numericalFailure, at: node.name, expected: "finite values of \(node.inputs[0]) to measure",
          found: "one that is not", advice: "look at the examples, or at the parameters below it")
      }
      var table = graph.parameters
      table[mean] = Matrix(rows: 1, columns: values.columns, statistics.map(\.mean))
      table[deviation] = Matrix(rows: 1, columns: values.columns, statistics.map(\.deviation))
      graph = graph.replacing(parameters: table)
    }
    return graph
  }

  private static func statistics(of column: [Float]) -> (mean: Float, deviation: Float) {
    let count = Double(column.count)
    let mean = column.reduce(0.0) { $0 + Double($1) } / count
    let variance = column.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    let deviation = Float(variance.squareRoot())
    return (Float(mean), deviation == 0 ? 1 : deviation)
  }
}
