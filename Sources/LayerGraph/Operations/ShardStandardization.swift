internal import StrataLinearAlgebra

/// What `BoundBatchStandardization` computes, where the examples at hand are a shard of the batch: y = (x − μ) / √(σ² + ε)
/// with the mean μ and the variance σ² of each column over the whole batch. x, y: shard × width.
///
/// The sums over the examples are each shard's own at first. Between the steps they are added up over all shards
/// (`Step.summed`): those of x, from which μ is; those of (x − μ)², for a variance from the sum of squares would lose all
/// digits where the mean is large; on the way back those of dy and of dy ⊙ y.
struct BoundShardStandardization: BoundOperation {
  private let x, y: Place
  private let dy: Place?
  private let dx: InputGradientPlace?
  /// The batch's μ and √(σ² + ε): 1 × width.
  private let mean, deviation: Place
  /// On the way forward the sums of x and of (x − μ)², on the way back those of dy and of dy ⊙ y: 1 × width.
  private let sums, products: Place
  let panels: Panels

  init(_ binding: Binding) {
    (x, y) = (binding.input(0), binding.value)
    (dy, dx) = (binding.delta, binding.gradient(ofInput: 0))
    (mean, deviation) = (binding.own(0), binding.own(1))
    (sums, products) = (binding.own(2), binding.own(3))
    panels = Panels(columnsOf: y.shape)
  }

  var forward: [Step] {
    [
      Step(onExamplesIn: panels, [.reads(x, .panel), .writes(sums)], summing: [sums]) { [x, sums] region, _ in
        Kernels.columnSums(x.window[region], into: sums.window.columns(region.columns), beta: 0)
      },
      Step(
        onExamplesIn: panels, [.reads(x, .panel), .reads(sums, .panel), .writes(mean), .writes(products)],
        summing: [products]
      ) { [x, sums, mean, products] region, batch in
        let mean = mean.window.columns(region.columns)
        Kernels.spread(
          sums.window.columns(region.columns), scale: 1 / Float(batch.examplesOfStep), into: mean,
          accumulating: false)
        Kernels.columnSpread(x.window[region], mean: mean, into: products.window.columns(region.columns))
      },
      Step(
        onExamplesIn: panels,
        [
          .reads(x, .panel), .reads(mean, .panel), .reads(products, .panel), .writes(deviation), .writes(y),
        ]
      ) { [x, mean, products, deviation, y] region, batch in
        let deviation = deviation.window.columns(region.columns)
        Kernels.columnDeviation(
          spread: products.window.columns(region.columns), examples: batch.examplesOfStep,
          epsilon: Standardization.epsilon, into: deviation)
        Kernels.standardizeColumns(
          x.window[region], mean: mean.window.columns(region.columns), deviation: deviation,
          into: y.window[region])
      },
    ]
  }

  /// dx = (dy − mean(dy) − y ⊙ mean(dy ⊙ y)) / √(σ² + ε), with means over the whole batch.
  var backward: [Step] {
    guard let dy, let dx else { return [] }
    return [
      Step(
        onExamplesIn: panels,
        [.reads(y, .panel), .reads(dy, .panel), .writes(sums), .writes(products)], summing: [sums, products]
      ) { [y, sums, products] region, _ in
        Kernels.columnSums(dy.window[region], into: sums.window.columns(region.columns), beta: 0)
        Kernels.columnProducts(
          dy.window[region], y.window[region], into: products.window.columns(region.columns), beta: 0)
      },
      Step(
        onExamplesIn: panels,
        [
          .reads(y, .panel), .reads(dy, .panel), .reads(sums, .panel), .reads(products, .panel),
          .reads(deviation, .panel), .writes(dx.place),
        ]
      ) { [y, sums, products, deviation] region, batch in
        Kernels.standardizeBackward(
          y: y.window[region], dy: dy.window[region], sums: sums.window.columns(region.columns),
          slopes: products.window.columns(region.columns), examples: batch.examplesOfStep,
          deviation: deviation.window.columns(region.columns), into: dx.place.window[region],
          accumulating: dx.accumulates)
      },
    ]
  }
}
