internal import CStrataKernels
internal import StrataLinearAlgebra

/// x̃ = x with noise, or x itself in a pass without noise. x, x̃: batch × width.
///
/// The draw of one node for one batch is a pure function of its stream and the examples, so the backward pass
/// makes it again instead of remembering it.
struct BoundCorruption: BoundOperation {
  private let corruption: Corruption
  private let x, y: Place
  private let dy: Place?
  private let dx: InputGradientPlace?
  private let stream: RandomStream?
  /// The stream that chooses the examples whose values this noise takes.
  private let partners: RandomStream?
  let panels: Panels

  init(_ binding: Binding, _ corruption: Corruption) {
    self.corruption = corruption
    (x, y) = (binding.input(0), binding.value)
    (dy, dx) = (binding.delta, binding.gradient(ofInput: 0))
    stream = binding.stream()
    partners = corruption.kind == .swap ? binding.stream(of: binding.node.name + "/partner") : nil
    panels = binding.panels(ofInput: 0)
  }

  var forward: [Step] {
    // Without noise the value is the input's, in the same memory.
    guard let stream else { return [] }
    return [
      Step(onExamplesIn: panels, [.reads(x, .panel), .writes(y)], cost: noiseCost) {
        [self] region, batch in
        let (rows, level) = (region.rows, corruption.level(at: batch.progress))
        let stream = stream.at(epoch: batch.epoch)
        if let kernel = corruption.kind.kernel {
          Kernels.corrupt(
            kernel, level: level, stream: stream, examples: batch.examples, from: rows.lowerBound,
            x.window.rows(rows), into: y.window.rows(rows), columns: region.columns)
        } else if let partners {
          Kernels.exchange(
            level: level, stream: stream, examples: batch.examples, from: rows.lowerBound,
            others: batch.features, partners: partners.at(epoch: batch.epoch), x.window.rows(rows),
            into: y.window.rows(rows), columns: region.columns)
        }
      }
    ]
  }

  /// dx = dx̃ ⊙ ∂x̃/∂x under the same draw: 0 where x was replaced, −1 where it was flipped, else 1.
  var backward: [Step] {
    guard let dy, let dx else { return [] }
    guard let stream, let derivative = corruption.kind.derivative else {
      return passingThrough(dy, to: dx, panels: panels)
    }
    return [
      Step(onExamplesIn: panels, [.reads(dy, .panel), .writes(dx.place)], cost: noiseCost) {
        [self] region, batch in
        Kernels.corrupt(
          derivative, level: corruption.level(at: batch.progress), stream: stream.at(epoch: batch.epoch),
          examples: batch.examples,
          from: region.rows.lowerBound, dy.window.rows(region.rows), into: dx.place.window.rows(region.rows),
          columns: region.columns, accumulating: dx.accumulates)
      }
    ]
  }

  /// A draw takes about as long as so many multiplications for each element.
  private var noiseCost: Int { 20 * panels.shape.count / max(panels.count, 1) }
}

/// The backward step of a noise that is absent: dx = dy.
func passingThrough(_ dy: Place, to dx: InputGradientPlace, panels: Panels) -> [Step] {
  [
    Step(onExamplesIn: panels, [.reads(dy, .panel), .writes(dx.place)]) { region, _ in
      let from = dy.window[region]
      Kernels.activateBackward(
        strata_activation_linear, y: from, dy: from, into: dx.place.window[region],
        accumulating: dx.accumulates)
    }
  ]
}
