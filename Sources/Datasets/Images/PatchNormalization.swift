public import LinearAlgebra

/// How patches become what a model sees; found on some patches and kept, so that others (of other images)
/// are treated alike.
public struct PatchNormalization: Sendable, Equatable {
  /// What is done to a patch after its own mean has been taken away.
  public enum Method: Sendable, Hashable, Codable {
    /// Divided by the standard deviation of all pixels of all patches; what lies beyond ±`limit` of these
    /// is cut off.
    case standardized(limit: Float)
    /// Multiplied by the inverse square root of the patches' covariance (Bell and Sejnowski 1997, "The
    /// 'independent components' of natural scenes are edge filters"; ZCA): all frequencies are equally
    /// strong, but those whose variance is small beside `regularization` times the mean variance are
    /// damped, as Olshausen and Field's filter damps the highest. Then standardized, cut off at ±3.
    case whitened(regularization: Float)
  }

  /// What is done.
  public let method: Method
  /// What a patch without its mean is multiplied by, inputs × inputs; nil when it is not whitened.
  public let whitening: Matrix?
  /// What it is divided by then.
  public let standardDeviation: Float
  /// Where it is cut off then.
  public let limit: Float

  /// The normalization of some patches, one in a row.
  ///
  /// - Throws: `InputError` when all patches are flat.
  public init(_ method: Method, of patches: Matrix) throws {
    preconditionFailure("to come")
  }

  /// Patches as a model sees them. Traps when they are of another size.
  public func normalized(_ patches: Matrix) -> Matrix {
    preconditionFailure("to come")
  }

  /// In words, for the line under a table.
  public var title: String {
    switch method {
    case .standardized(let limit):
      "each patch less its mean, divided by the standard deviation of all, cut off at ±\(limit)"
    case .whitened(let regularization):
      "each patch less its mean, whitened (ZCA, regularization \(regularization)), divided by the "
        + "standard deviation of all, cut off at ±\(limit)"
    }
  }
}
