internal import CStrataKernels
internal import StrataLinearAlgebra

/// Each element is zero with probability `rate`.
struct Dropout: OperationDefinition {
  let rate: Float

  var title: String { "dropout \(percent(rate))" }
  let part = OperationPart.noise
  func nonZerosLeft(withNoise: Bool) -> Float? { withNoise ? 1 - rate : 1 }
  func bound(_ binding: Binding) -> any BoundOperation { BoundDropout(binding, rate: rate) }

  func width(of site: OperationSite) throws(GraphError) -> Int {
    guard (0..<1).contains(rate) else {
      throw .level(of: site.name, found: rate, expected: "at least 0 and below 1")
    }
    return site.inputs[0].width
  }
}

/// Dropout (Srivastava et al. 2014), scaled so that the expected value stays what it was: y = x ⊙ m / (1 − rate),
/// where each element of m is 0 with probability `rate`, else 1. The gradient is the same function of dy, under
/// the same draw. x, y: batch × width.
struct BoundDropout: BoundOperation {
  private let rate: Float
  private let x, y: Place
  private let dy: Place?
  private let dx: InputGradientPlace?
  private let stream: RandomStream?
  let panels: Panels

  init(_ binding: Binding, rate: Float) {
    self.rate = rate
    (x, y) = (binding.input(0), binding.value)
    (dy, dx) = (binding.delta, binding.gradient(ofInput: 0))
    stream = binding.stream()
    panels = binding.panels(ofInput: 0)
  }

  var forward: [Step] { stream.map { [step($0, from: x, to: y, accumulating: false)] } ?? [] }

  var backward: [Step] {
    guard let dy, let dx else { return [] }
    guard let stream else { return passingThrough(dy, to: dx, panels: panels) }
    return [step(stream, from: dy, to: dx.place, accumulating: dx.accumulates)]
  }

  private func step(_ stream: RandomStream, from: Place, to: Place, accumulating: Bool) -> Step {
    Step(onExamplesIn: panels, [.reads(from, .panel), .writes(to)]) { [rate] region, batch in
      Kernels.corrupt(
        strata_corruption_dropout, level: rate, stream: stream.at(epoch: batch.epoch),
        examples: batch.examples, from: region.rows.lowerBound, from.window.rows(region.rows),
        into: to.window.rows(region.rows), columns: region.columns, accumulating: accumulating)
    }
  }
}
