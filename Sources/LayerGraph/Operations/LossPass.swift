internal import StrataLinearAlgebra

/// A loss between a prediction z and a target x, both batch × width. It writes its gradient on the way forward.
struct BoundFeatureLoss: BoundOperation {
  private let loss: Loss
  private let z, x: Place
  private let weights: Place?
  private let dz: Place?
  let panels: Panels

  init(_ binding: Binding, _ loss: Loss) {
    self.loss = loss
    (z, x) = (binding.input(0), binding.input(1))
    weights = binding.inputs.count > 2 ? binding.input(2) : nil
    dz = binding.gradient(ofInput: 0)?.place
    panels = binding.panels(ofInput: 0)
  }

  var forward: [Step] {
    let reads = [z, x].map { Access.reads($0, .panel) } + (weights.map { [.reads($0, .panel)] } ?? [])
    return [
      Step(
        termOnExamplesIn: panels, reads + (dz.map { [.writes($0)] } ?? []),
        cost: 20 * panels.shape.count / max(panels.count, 1)
      ) { [loss, z, x, weights, dz] region, batch in
        loss.value(
          z.window[region], against: x.window[region], weights: weights?.window[region],
          delta: dz?.window[region], scale: batch.exampleScale)
      }
    ]
  }

  var backward: [Step] { [] }
}

/// A loss between a prediction z, batch × classes, and labels. It writes its gradient on the way forward.
struct BoundLabelLoss: BoundOperation {
  private let loss: Loss
  private let z: Place
  private let dz: Place?
  let panels: Panels

  init(_ binding: Binding, _ loss: Loss) {
    self.loss = loss
    z = binding.input(0)
    dz = binding.gradient(ofInput: 0)?.place
    panels = Panels(rowsOf: z.shape)
  }

  var forward: [Step] {
    [
      Step(
        termOnExamplesIn: panels, [.reads(z, .panel)] + (dz.map { [.writes($0)] } ?? [])
      ) { [self] region, batch in
        guard let weights = batch.source.classWeights else { return value(region, batch, weight: 1) }
        return region.rows.reduce(0) { sum, row in
          let example = Region(rows: row..<row + 1, columns: region.columns)
          return sum + value(example, batch, weight: weights[Int(batch.labels[row])])
        }
      }
    ]
  }

  /// The loss of some examples, each counted `weight` times.
  private func value(_ region: Region, _ batch: Batch, weight: Float) -> Double {
    Double(weight)
      * loss.value(
        z.window[region], labels: batch.labels, from: region.rows.lowerBound,
        smoothing: batch.source.labelSmoothing, delta: dz?.window[region], scale: batch.exampleScale * weight)
  }

  var backward: [Step] { [] }
}
