internal import CKernels
internal import LinearAlgebra

/// Noise that makes x̃ of a clean x (Vincent et al. 2010, section 3.3).
///
/// Several are composed by several nodes, each of which reads the one before it.
///
/// ```swift
/// let corruption: Corruption = .masking(0.25)
/// let fading = Corruption.masking(0.5).changing(to: 0.1)
/// ```
public struct Corruption: Hashable, Sendable, Codable, CustomStringConvertible {
  /// What the noise does to an element.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// Set to 0 with a probability.
    case masking
    /// Turned into 1 − x with a probability; for inputs in [0, 1].
    case bitFlip = "bit-flip"
    /// Set to 0 or to 1, each with half of a probability.
    case saltAndPepper = "salt-and-pepper"
    /// Normal noise of mean 0 and a standard deviation is added.
    case gaussian

    /// True when it hits some elements and leaves the others as they are, false when it touches all.
    public var leavesSomeUntouched: Bool { self != .gaussian }
  }

  /// What the noise does.
  public let kind: Kind
  /// How much: a probability in [0, 1], or for Gaussian noise the standard deviation; in the first epoch,
  /// where it changes.
  public let level: Float
  /// How much in the last epoch, where the level changes over training; nil where it stays what it is.
  public let finalLevel: Float?

  /// Noise of a kind and a level; with a final level, one that changes from epoch to epoch in a straight
  /// line.
  public init(_ kind: Kind, level: Float, finalLevel: Float? = nil) {
    self.kind = kind
    self.level = level
    self.finalLevel = finalLevel
  }

  /// The same noise, its level in a straight line from what it is in the first epoch of training to
  /// `finalLevel` in the last.
  public func changing(to finalLevel: Float) -> Corruption {
    Corruption(kind, level: level, finalLevel: finalLevel)
  }

  /// The level when a share of training is done: 0 in the first epoch, 1 in the last.
  public func level(at progress: Float) -> Float {
    finalLevel.map { level * (1 - progress) + $0 * progress } ?? level
  }

  /// The level or levels between which it stays.
  var extremes: [Float] { [level] + (finalLevel.map { [$0] } ?? []) }

  /// Each element is set to 0 with probability `q`.
  public static func masking(_ q: Float) -> Corruption { Corruption(.masking, level: q) }
  /// Each element x becomes 1 − x with probability `q`.
  public static func bitFlip(_ q: Float) -> Corruption { Corruption(.bitFlip, level: q) }
  /// Each element is set to 0 or to 1, each with probability `q`/2.
  public static func saltAndPepper(_ q: Float) -> Corruption {
    Corruption(.saltAndPepper, level: q)
  }
  /// Normal noise of standard deviation `sigma` is added to each element.
  public static func gaussian(_ sigma: Float) -> Corruption { Corruption(.gaussian, level: sigma) }

  /// The levels that make sense for a kind.
  public static func levels(of kind: Kind) -> ClosedRange<Float> {
    kind == .gaussian ? 0...Float.greatestFiniteMagnitude : 0...1
  }

  /// For example `masking 25 %`, `gaussian σ 0.3` or `masking 50 % to 10 %`.
  public var description: String {
    let levels = extremes.map { kind == .gaussian ? "\($0)" : percent($0) }.joined(separator: " to ")
    return kind == .gaussian ? "gaussian σ \(levels)" : "\(kind.rawValue) \(levels)"
  }

  private var kernel: strata_corruption {
    switch kind {
    case .masking: strata_corruption_masking
    case .bitFlip: strata_corruption_flip
    case .saltAndPepper: strata_corruption_salt_and_pepper
    case .gaussian: strata_corruption_gaussian
    }
  }

  /// x̃ = x with noise, for columns `share`. x, x̃: batch × width.
  func forward(
    _ x: UnsafeMatrix, into corrupted: UnsafeMatrix, columns share: Range<Int>, draw: Draw
  ) {
    draw.apply(kernel, level(at: draw.progress), to: x, into: corrupted, columns: share)
  }

  /// dx = dx̃ ⊙ ∂x̃/∂x under the same draw: 0 where x was replaced, −1 where it was flipped, else 1.
  func backward(
    _ dy: UnsafeMatrix, into dx: UnsafeMatrix, columns share: Range<Int>, draw: Draw,
    accumulating: Bool
  ) {
    let (derivative, level): (strata_corruption, Float) =
      switch kind {
      case .masking, .saltAndPepper: (strata_corruption_masking, level(at: draw.progress))
      case .bitFlip: (strata_corruption_negation, level(at: draw.progress))
      case .gaussian: (strata_corruption_masking, 0)
      }
    draw.apply(derivative, level, to: dy, into: dx, columns: share, accumulating: accumulating)
  }
}

extension Corruption {
  /// y = value wherever the draw hits: also where the noise leaves an element what it was, as masking does
  /// to a zero.
  func markHits(
    with value: Float, in y: UnsafeMatrix, columns share: Range<Int>, draw: Draw
  ) {
    strata_mark_hits(
      level(at: draw.progress), draw.stream.kernelStream, draw.examples, Int64(y.rows),
      Int64(share.lowerBound), Int64(share.upperBound), value, y.pointer, Int64(y.stride))
  }
}

/// Dropout (Srivastava et al. 2014), scaled so that the expected value stays what it was.
enum Dropout {
  /// y = x ⊙ m / (1 − rate), where each element of m is 0 with probability `rate`, else 1. The
  /// gradient is the same function of dy, under the same draw.
  static func apply(
    rate: Float, to x: UnsafeMatrix, into y: UnsafeMatrix, columns share: Range<Int>, draw: Draw,
    accumulating: Bool = false
  ) {
    draw.apply(
      strata_corruption_dropout, rate, to: x, into: y, columns: share, accumulating: accumulating)
  }
}

/// The random draw of one node for one batch: a pure function of the stream and the examples, so that
/// the backward pass makes it again instead of remembering it.
struct Draw {
  let stream: RandomStream
  let examples: UnsafePointer<Int32>
  /// The share of training that is done, which a changing level goes by.
  let progress: Float

  func apply(
    _ kernel: strata_corruption, _ level: Float, to x: UnsafeMatrix, into y: UnsafeMatrix,
    columns share: Range<Int>, accumulating: Bool = false
  ) {
    strata_corrupt(
      kernel, level, stream.kernelStream, examples, Int64(y.rows), Int64(share.lowerBound),
      Int64(share.upperBound), accumulating, x.pointer, Int64(x.stride), y.pointer,
      Int64(y.stride))
  }
}
