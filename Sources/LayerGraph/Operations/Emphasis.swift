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

extension Emphasis: OperationDefinition {
  var title: String { description }
  var part: OperationPart { .weighing }
  var inputCounts: ClosedRange<Int> { 1...Int.max }
  var differentiatedInputs: Range<Int> { 0..<0 }
  func bound(_ binding: Binding) throws -> any BoundOperation { try BoundEmphasis(binding, self) }

  func width(of site: OperationSite) throws(GraphError) -> Int {
    try site.requireNotNegative(corrupted)
    try site.requireNotNegative(untouched)
    let width = site.inputs[0].width
    for noise in site.inputs {
      guard case .corruption(let corruption) = noise.node.operation else {
        throw .mismatch(of: site.name, reason: "\(noise.node.name) is no corruption, so it hits nothing")
      }
      try site.require(
        corruption.kind.leavesSomeUntouched,
        "\(noise.node.name) is \(corruption.kind.rawValue) noise, which touches every element, so there are none "
          + "to emphasise")
      try site.require(noise.width == width, "its noises are \(width) and \(noise.width) wide")
    }
    return width
  }
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
