internal import StrataLinearAlgebra

/// The weights of an emphasised loss: α for the elements that noise has hit, β for the others (Vincent et
/// al. 2010, section 3.4; full emphasis is α 1, β 0, double emphasis α 1, β 0.5).
///
/// Which elements count as corrupted is decided by the draw, not by comparing values: an element that
/// masking hits counts although it was 0 before.
public struct Emphasis: Hashable, Sendable, Codable, CustomStringConvertible {
  /// α, the weight of an element that is hit.
  public let corrupted: Float
  /// β, the weight of one that is not.
  public let untouched: Float

  /// These weights.
  public init(corrupted: Float, untouched: Float) {
    self.corrupted = corrupted
    self.untouched = untouched
  }

  /// For example `emphasis α 1.0, β 0.5`.
  public var description: String { "emphasis α \(corrupted), β \(untouched)" }
}

/// The weights of a loss's elements: of what any of the noises hits α, else β. They are data: no gradient passes
/// through them. y: batch × width.
struct BoundEmphasis: BoundOperation {
  /// One of the noises whose hits are emphasised.
  private struct Noise: Sendable {
    let corruption: Corruption
    let stream: RandomStream
  }

  private let emphasis: Emphasis
  private let y: Place
  /// None in a pass without noise.
  private let noises: [Noise]
  let panels: Panels

  init(_ binding: Binding, _ emphasis: Emphasis) throws {
    self.emphasis = emphasis
    y = binding.value
    panels = binding.panels(ofInput: 0)
    noises = binding.inputs.compactMap { input in
      let node = binding.graph.nodes[input]
      guard case .corruption(let corruption) = node.operation,
        let stream = binding.stream(of: node.name)
      else { return nil }
      return Noise(corruption: corruption, stream: stream)
    }
  }

  var forward: [Step] {
    [
      Step(onExamplesIn: panels, [.writes(y)]) { [y, noises, emphasis] region, batch in
        y.window[region].fill(emphasis.untouched)
        for noise in noises {
          Kernels.markHits(
            level: noise.corruption.level(at: batch.progress), stream: noise.stream.at(epoch: batch.epoch),
            examples: batch.examples, from: region.rows.lowerBound, value: emphasis.corrupted,
            in: y.window.rows(region.rows), columns: region.columns)
        }
      }
    ]
  }

  var backward: [Step] { [] }
}
