internal import StrataLinearAlgebra

/// (x − mean) / deviation, column by column: in training by the batch's own statistics, otherwise by those that were
/// measured.
struct Standardization: OperationDefinition {
  let mean, deviation: String

  /// What is added to a variance, so that a column that is the same in all examples can be divided by its deviation.
  static let epsilon: Float = 1e-5

  let title = "standardization"
  var parameters: [ParameterUse] {
    [ParameterUse(mean, .mean, .one, .input), ParameterUse(deviation, .deviation, .one, .input)]
  }
  /// The batch's mean and deviation, and two rows of sums where it is computed shard by shard.
  func ownRows(_ statistics: Workspace.Statistics) -> Int { statistics == .ofAllShards ? 4 : 2 }

  func bound(_ binding: Binding) -> any BoundOperation {
    guard measures(in: binding.graph, of: binding.statistics) else {
      return BoundStandardization(binding, self)
    }
    return binding.statistics == .ofAllShards
      ? BoundShardStandardization(binding) : BoundBatchStandardization(binding)
  }

  /// True where it standardizes by the statistics of the batch; frozen ones are taken as they are in training too.
  func measures(in graph: LayerGraph, of statistics: Workspace.Statistics) -> Bool {
    statistics != .measured && !graph.frozen.contains(mean)
  }
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

/// y = (x − μ) / √(σ² + ε), with the mean μ and the variance σ² of each column over the batch (Ioffe and Szegedy 2015,
/// algorithm 1 without its last step). x, y: batch × width. A panel is some of the columns, so that sums over examples
/// are its own.
struct BoundBatchStandardization: BoundOperation {
  private let x, y: Place
  private let dy: Place?
  private let dx: InputGradientPlace?
  /// The batch's μ and √(σ² + ε): 1 × width.
  private let mean, deviation: Place
  let panels: Panels

  init(_ binding: Binding) {
    (x, y) = (binding.input(0), binding.value)
    (dy, dx) = (binding.delta, binding.gradient(ofInput: 0))
    (mean, deviation) = (binding.own(0), binding.own(1))
    panels = Panels(columnsOf: y.shape)
  }

  var forward: [Step] {
    [
      Step(
        onExamplesIn: panels, [.reads(x, .panel), .writes(mean), .writes(deviation), .writes(y)],
        cost: 4 * panels.shape.count / max(panels.count, 1)
      ) { [x, y, mean, deviation] region, _ in
        let (mean, deviation) = (
          mean.window.columns(region.columns), deviation.window.columns(region.columns)
        )
        Kernels.columnStatistics(
          x.window[region], epsilon: Standardization.epsilon, mean: mean, deviation: deviation)
        Kernels.standardizeColumns(
          x.window[region], mean: mean, deviation: deviation, into: y.window[region])
      }
    ]
  }

  /// dx = (dy − mean(dy) − y ⊙ mean(dy ⊙ y)) / √(σ² + ε), with means over the batch: μ and σ depend on x, too.
  var backward: [Step] {
    guard let dy, let dx else { return [] }
    return [
      Step(
        onExamplesIn: panels,
        [.reads(y, .panel), .reads(dy, .panel), .reads(deviation, .panel), .writes(dx.place)],
        cost: 4 * panels.shape.count / max(panels.count, 1)
      ) { [y, deviation] region, _ in
        Kernels.standardizeBackward(
          y: y.window[region], dy: dy.window[region], deviation: deviation.window.columns(region.columns),
          into: dx.place.window[region], accumulating: dx.accumulates)
      }
    ]
  }
}
