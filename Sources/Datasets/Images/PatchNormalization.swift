internal import StrataFiles
public import StrataLinearAlgebra

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
  /// - Throws: `InputError` when all patches are flat, or a number is not finite.
  public init(_ method: Method, of patches: Matrix) throws {
    try patches.requireFinite(at: "image patches")
    self.method = method
    let centred = Self.centred(patches)
    var whitening: Matrix?
    switch method {
    case .standardized(let limit): self.limit = limit
    case .whitened(let regularization):
      limit = 3
      whitening = Self.whitening(of: centred, regularization: regularization)
    }
    let seen = Self.multiplied(centred, by: whitening)
    let squares = seen.elements.reduce(0.0) { $0 + Double($1) * Double($1) }
    let deviation = Float((squares / Double(max(seen.count, 1))).squareRoot())
    guard deviation > 0, deviation.isFinite else {
      throw InputError(
        .malformedData, at: "image patches", expected: "patches that are not all flat",
        found: "a standard deviation of \(deviation)", advice: "use images with something in them")
    }
    self.whitening = whitening
    standardDeviation = deviation
  }

  /// Patches as a model sees them. Traps when they are of another size.
  public func normalized(_ patches: Matrix) -> Matrix {
    let seen = Self.multiplied(Self.centred(patches), by: whitening)
    return Matrix(
      rows: seen.rows, columns: seen.columns,
      seen.elements.map { min(max($0 / standardDeviation, -limit), limit) })
  }

  /// Each row less its mean.
  private static func centred(_ patches: Matrix) -> Matrix {
    var elements: [Float] = []
    elements.reserveCapacity(patches.count)
    for row in 0..<patches.rows {
      let patch = patches.row(row)
      let mean = Float(patch.reduce(0.0) { $0 + Double($1) } / Double(patches.columns))
      elements += patch.map { $0 - mean }
    }
    return Matrix(rows: patches.rows, columns: patches.columns, elements)
  }

  private static func multiplied(_ patches: Matrix, by whitening: Matrix?) -> Matrix {
    guard var whitening else { return patches }
    var patches = patches
    var result = Matrix(rows: patches.rows, columns: patches.columns)
    patches.withWindow { x in
      whitening.withWindow { w in
        result.withWindow { Arithmetic(engine: .openBLAS).multiply(x.asIs, w.asIs, into: $0) }
      }
    }
    return result
  }

  /// V · diag((λ + ε)^−1/2) · Vᵀ of the covariance's eigenvalues λ and vectors V, ε = regularization · mean λ.
  private static func whitening(of patches: Matrix, regularization: Float) -> Matrix {
    let order = patches.columns
    let eigen = SymmetricEigen(covariance(of: patches), order: order)
    let offset = Double(regularization) * eigen.values.reduce(0, +) / Double(order)
    var result = [Double](repeating: 0, count: order * order)
    // A patch without its mean has no constant part, and so one λ is 0: nothing is there to scale up.
    let smallest = (eigen.values.last ?? 0) * 1e-6
    for (k, value) in eigen.values.enumerated() where value > smallest {
      let vector = eigen.vectors[k * order..<(k + 1) * order]
      let scale = 1 / (value + offset).squareRoot()
      for (i, a) in vector.enumerated() {
        for (j, b) in vector.enumerated() { result[i * order + j] += scale * a * b }
      }
    }
    return Matrix(rows: order, columns: order, result.map(Float.init))
  }

  /// Σ xᵀ·x / n, summed in Double.
  private static func covariance(of patches: Matrix) -> [Double] {
    let order = patches.columns
    var sums = [Double](repeating: 0, count: order * order)
    for row in 0..<patches.rows {
      let patch = patches.row(row).map(Double.init)
      for i in 0..<order {
        for j in i..<order { sums[i * order + j] += patch[i] * patch[j] }
      }
    }
    for i in 0..<order {
      for j in i..<order {
        sums[i * order + j] /= Double(max(patches.rows, 1))
        sums[j * order + i] = sums[i * order + j]
      }
    }
    return sums
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
