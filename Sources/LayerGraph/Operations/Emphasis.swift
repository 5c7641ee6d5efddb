internal import LinearAlgebra

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

  /// One of the noises whose hits are emphasised.
  struct Noise: Sendable {
    let corruption: Corruption
    let stream: RandomStream
  }

  /// The weights of a region: of what any of the noises hits α, else β. They are data: no gradient passes
  /// through them. y: batch × width.
  func forward(_ noises: [Noise], batch: Batch, into y: UnsafeMatrix, region: Region) {
    let mine = y[region]
    for row in 0..<mine.rows {
      (mine.pointer + row * mine.stride).update(repeating: untouched, count: mine.columns)
    }
    for noise in noises {
      guard let draw = batch.draw(noise.stream, for: region) else { continue }
      noise.corruption.markHits(
        with: corrupted, in: y.rows(region.rows), columns: region.columns, draw: draw)
    }
  }
}

extension LayerGraph {
  /// The noises that an emphasis names, with the streams that their nodes draw from.
  func emphasized(by node: Node, seed: UInt64, purpose: String) throws -> [Emphasis.Noise] {
    guard case .emphasis = node.operation else { return [] }
    return try node.inputs.compactMap { name in
      guard case .corruption(let corruption) = nodes[try index(of: name)].operation else { return nil }
      return Emphasis.Noise(
        corruption: corruption, stream: RandomStream(seed: seed, purpose: purpose + name))
    }
  }
}
