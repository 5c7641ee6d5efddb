internal import CStrataKernels

/// What computes the products of matrices.
public enum Engine: String, Sendable, CaseIterable, Codable {
  /// OpenBLAS, unless the build does without it.
  case openBLAS = "openblas"
  /// oneDNN, where it was installed when this was built: faster, above all for small batches.
  case oneDNN = "onednn"
  /// Our own loops, in every build: two or three times slower than either library.
  case plain

  /// The engines of this build.
  public static var available: [Engine] {
    (OpenBLAS.isAvailable ? [.openBLAS] : []) + (OneDNN.isAvailable ? [.oneDNN] : []) + [.plain]
  }

  /// The fastest engine of this build.
  public static var best: Engine { OneDNN.isAvailable ? .oneDNN : OpenBLAS.isAvailable ? .openBLAS : .plain }

  /// Its name as its authors write it.
  public var title: String {
    switch self {
    case .openBLAS: "OpenBLAS"
    case .oneDNN: "oneDNN"
    case .plain: "plain loops"
    }
  }

  /// The processor, or its instructions, for which the engine chose its kernels.
  package var kernels: String {
    switch self {
    case .openBLAS: OpenBLAS.coreType
    case .oneDNN: OneDNN.instructionSet
    case .plain: String(cString: strata_isa_name())
    }
  }

  /// The version and build options, as the library states them.
  package var version: String {
    switch self {
    case .openBLAS: OpenBLAS.configuration
    case .oneDNN: OneDNN.version
    case .plain: "plain loops"
    }
  }

  func multiply(_ a: Factor, _ b: Factor, into c: Window, beta: Float) {
    switch self {
    case .openBLAS: OpenBLAS.multiply(a, b, into: c, beta: beta)
    case .oneDNN: OneDNN.multiply(a, b, into: c, beta: beta)
    case .plain:
      strata_plain_product(
        a.matrix.view, a.isTransposed, b.matrix.view, b.isTransposed, Int64(a.columns), beta, c.target)
    }
  }
}
