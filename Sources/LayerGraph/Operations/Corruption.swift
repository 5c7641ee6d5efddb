internal import CStrataKernels

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

    /// The loop that draws x̃ of x alone; nil where that takes values of other examples.
    var kernel: strata_corruption? {
      switch self {
      case .masking: strata_corruption_masking
      case .bitFlip: strata_corruption_flip
      case .saltAndPepper: strata_corruption_salt_and_pepper
      case .gaussian: strata_corruption_gaussian
      case .swap: nil
      }
    }

    /// ∂x̃/∂x as a noise of dx̃ under the same draw: 0 where x was replaced, −1 where it was flipped, else 1. Nil where
    /// it is 1 everywhere.
    var derivative: strata_corruption? {
      switch self {
      case .masking, .saltAndPepper, .swap: strata_corruption_masking
      case .bitFlip: strata_corruption_negation
      case .gaussian: nil
      }
    }

    /// True when it hits some elements and leaves the others as they are, false when it touches all.
    public var leavesSomeUntouched: Bool {
      switch self {
      case .masking, .bitFlip, .saltAndPepper, .swap: true
      case .gaussian: false
      }
    }

    /// True when a batch of examples that are mostly zero still is: what it hits is zero, or zero as often as
    /// before. Products then skip the zeros of the result too.
    public var keepsZeros: Bool {
      switch self {
      case .masking, .swap: true
      case .bitFlip, .saltAndPepper, .gaussian: false
      }
    }

    /// True when what it puts in place of a value means something only among values from 0 to 1.
    public var needsUnitInterval: Bool {
      switch self {
      case .bitFlip, .saltAndPepper: true
      case .masking, .gaussian, .swap: false
      }
    }
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

  /// The largest share of non-zeros that it leaves of those that were there, over all of training.
  var nonZerosLeft: Float { kind == .masking ? 1 - (extremes.min() ?? 0) : 1 }

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
}

extension Corruption: OperationDefinition {
  var title: String { description }
  var part: OperationPart { .noise }
  func nonZerosLeft(withNoise: Bool) -> Float? { withNoise ? (kind.keepsZeros ? nonZerosLeft : nil) : 1 }
  func bound(_ binding: Binding) -> any BoundOperation { BoundCorruption(binding, self) }

  func width(of site: OperationSite) throws(GraphError) -> Int {
    if let level = extremes.first(where: { !Self.levels(of: kind).contains($0) }) {
      throw .level(
        of: site.name, found: level, expected: kind == .gaussian ? "0 or more" : "a probability, 0 to 1")
    }
    return site.inputs[0].width
  }
}

/// A share in percent, without trailing zeros: `25 %`, `12.5 %`.
func percent(_ share: Float) -> String {
  let value = (Double(share) * 10000).rounded() / 100
  return value == value.rounded() ? "\(Int(value)) %" : "\(value) %"
}
