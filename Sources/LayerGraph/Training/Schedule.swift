internal import Foundation
internal import StrataLinearAlgebra

/// How the learning rate changes over training, as a factor on its base.
public struct Schedule: Hashable, Sendable, Codable {
  /// The shape of the change.
  public enum Shape: Hashable, Sendable, Codable {
    /// Always the base.
    case constant
    /// Multiplied by `factor` after every `epochs` epochs.
    case step(epochs: Double, factor: Double)
    /// The base up to the share `after` of training (0 to 1), then in a straight line to zero.
    case linearDecay(after: Double)
    /// Half a cosine from the base to zero (Loshchilov and Hutter 2017, equation 5, without restarts).
    case cosine
  }

  /// The shape of the change.
  public var shape: Shape
  /// Over so many epochs the rate first grows from zero in a straight line.
  public var warmUpEpochs: Double

  /// A shape, with or without warm-up.
  public init(_ shape: Shape, warmUpEpochs: Double = 0) {
    self.shape = shape
    self.warmUpEpochs = warmUpEpochs
  }

  /// Always the base.
  public static let constant = Schedule(.constant)

  /// The factor on the base learning rate.
  ///
  /// - Parameters:
  ///   - epoch: how much of training is done, in epochs; 2.5 is the middle of the third.
  ///   - epochs: how long training lasts, warm-up included.
  public func factor(at epoch: Double, of epochs: Int) -> Double {
    if epoch < warmUpEpochs { return epoch / warmUpEpochs }
    let length = Double(epochs) - warmUpEpochs
    let progress = length > 0 ? min(max((epoch - warmUpEpochs) / length, 0), 1) : 0
    switch shape {
    case .constant: return 1
    case .step(let every, let factor):
      return pow(factor, ((epoch - warmUpEpochs) / every).rounded(.down))
    case .linearDecay(let after):
      return progress <= after ? 1 : (1 - progress) / (1 - after)
    case .cosine: return (1 + cos(.pi * progress)) / 2
    }
  }
}
