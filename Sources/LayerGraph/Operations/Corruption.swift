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
    /// Replaced, with a probability, by the value of the same column in another example, drawn among all of
    /// the data set for each element anew: by a draw from the column's empirical distribution (VIME, Yoon
    /// et al. 2020, section 4.1). It needs the examples themselves below it: nothing but noise may stand
    /// between it and the input.
    case swap

    /// True when it hits some elements and leaves the others as they are, false when it touches all.
    public var leavesSomeUntouched: Bool { self != .gaussian }

    /// True when what it puts in place of a value means something only among values from 0 to 1.
    public var needsUnitInterval: Bool { self == .bitFlip || self == .saltAndPepper }
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

  /// Each element is replaced with probability `q` by the same column's value of another example.
  public static func swap(_ q: Float) -> Corruption { Corruption(.swap, level: q) }

  /// The levels that make sense for a kind.
  public static func levels(of kind: Kind) -> ClosedRange<Float> {
    kind == .gaussian ? 0...Float.greatestFiniteMagnitude : 0...1
  }

  /// For example `masking 25 %`, `gaussian σ 0.3` or `masking 50 % to 10 %`.
  public var description: String {
    let levels = extremes.map { kind == .gaussian ? "\($0)" : percent($0) }.joined(separator: " to ")
    return kind == .gaussian ? "gaussian σ \(levels)" : "\(kind.rawValue) \(levels)"
  }

  /// The loop that draws x̃ of x alone; nil where that takes other examples.
  private var kernel: strata_corruption? {
    switch kind {
    case .masking: strata_corruption_masking
    case .bitFlip: strata_corruption_flip
    case .saltAndPepper: strata_corruption_salt_and_pepper
    case .gaussian: strata_corruption_gaussian
    case .swap: nil
    }
  }

  /// x̃ = x with noise, for columns `share`. x, x̃: batch × width.
  func forward(
    _ x: UnsafeMatrix, into corrupted: UnsafeMatrix, columns share: Range<Int>, draw: Draw
  ) {
    if let kernel {
      draw.apply(kernel, level(at: draw.progress), to: x, into: corrupted, columns: share)
    } else {
      draw.exchange(level(at: draw.progress), x, into: corrupted, columns: share)
    }
  }

  /// dx = dx̃ ⊙ ∂x̃/∂x under the same draw: 0 where x was replaced, −1 where it was flipped, else 1.
  func backward(
    _ dy: UnsafeMatrix, into dx: UnsafeMatrix, columns share: Range<Int>, draw: Draw,
    accumulating: Bool
  ) {
    let (derivative, level): (strata_corruption, Float) =
      switch kind {
      case .masking, .saltAndPepper, .swap: (strata_corruption_masking, level(at: draw.progress))
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
  /// The examples that values may be taken of, and the stream that says which; nil where none are taken.
  let others: (features: any Features, stream: RandomStream)?

  func apply(
    _ kernel: strata_corruption, _ level: Float, to x: UnsafeMatrix, into y: UnsafeMatrix,
    columns share: Range<Int>, accumulating: Bool = false
  ) {
    strata_corrupt(
      kernel, level, stream.kernelStream, examples, Int64(y.rows), Int64(share.lowerBound),
      Int64(share.upperBound), accumulating, x.pointer, Int64(x.stride), y.pointer,
      Int64(y.stride))
  }

  /// y = x, but with probability `level` the value of another example in the same column.
  func exchange(
    _ level: Float, _ x: UnsafeMatrix, into y: UnsafeMatrix, columns share: Range<Int>
  ) {
    guard let others else { preconditionFailure("swap noise without examples") }
    // Whole groups of draws, few enough to lie on the stack.
    let chunk = 128
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: chunk) { partners in
      guard let start = partners.baseAddress else { return }
      for row in 0..<y.rows {
        let (from, to) = (x.pointer + row * x.stride, y.pointer + row * y.stride)
        (to + share.lowerBound).update(from: from + share.lowerBound, count: share.count)
        var first = share.lowerBound
        while first < share.upperBound {
          let end = min((first / chunk + 1) * chunk, share.upperBound)
          strata_swap_partners(
            level, stream.kernelStream, others.stream.kernelStream, UInt32(examples[row]),
            Int64(first), Int64(end), UInt32(others.features.rows), start)
          others.features.exchange(columns: first..<end, with: start, into: to)
          first = end
        }
      }
    }
  }
}
