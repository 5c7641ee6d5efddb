/// A library of matrix products.
public enum Engine: String, Sendable, CaseIterable, Codable {
  /// OpenBLAS, always there.
  case openBLAS = "openblas"
  /// oneDNN, where it was installed when this was built: faster, above all for small batches.
  case oneDNN = "onednn"

  /// The engines of this build.
  public static var available: [Engine] { OneDNN.isAvailable ? [.openBLAS, .oneDNN] : [.openBLAS] }

  /// The fastest engine of this build.
  public static var best: Engine { OneDNN.isAvailable ? .oneDNN : .openBLAS }

  /// Its name as its authors write it.
  public var title: String { self == .openBLAS ? "OpenBLAS" : "oneDNN" }

  /// The processor, or its instructions, for which the engine chose its kernels.
  package var kernels: String { self == .openBLAS ? OpenBLAS.coreType : OneDNN.instructionSet }

  /// The version and build options, as the library states them.
  package var version: String { self == .openBLAS ? OpenBLAS.configuration : OneDNN.version }

  func multiply(_ a: Factor, _ b: Factor, into c: Window, beta: Float) {
    switch self {
    case .openBLAS: OpenBLAS.multiply(a, b, into: c, beta: beta)
    case .oneDNN: OneDNN.multiply(a, b, into: c, beta: beta)
    }
  }
}
