internal import CStrataKernels
internal import StrataFiles

/// How products are computed: by which library and with which precision.
///
/// The one seam through which every product goes.
public struct Arithmetic: Hashable, Sendable {
  /// The library behind the products.
  public let engine: Engine
  /// What the factors of a product are rounded to.
  public let precision: Precision

  /// A choice of both.
  public init(engine: Engine = .best, precision: Precision = .float32) {
    self.engine = engine
    self.precision = precision
  }

  /// c = a · b + beta · c, on the calling thread alone. With beta 0, c is overwritten whatever it held.
  /// Factors that both have rounded copies are multiplied as those. Traps unless the shapes agree.
  package func multiply(_ a: Factor, _ b: Factor, into c: Window, beta: Float = 0) {
    precondition(
      a.rows == c.rows && b.columns == c.columns && a.columns == b.rows,
      "\(a.rows) × \(a.columns) times \(b.rows) × \(b.columns) into \(c.shape)")
    guard c.rows > 0 && c.columns > 0 else { return }
    if c.rows == 1 && !a.isTransposed && !b.isTransposed {
      return multiplyVector(a.matrix, b.matrix, into: c, beta: beta)
    }
    switch precision {
    case .bfloat16 where a.isRounded && b.isRounded:
      OneDNN.multiplyRounded(a, b, into: c, beta: beta)
    case .emulatedBFloat16 where a.isRounded && b.isRounded:
      a.withWidened { a in
        b.withWidened { b in engine.multiply(a, b, into: c, beta: beta) }
      }
    case .float32, .bfloat16, .emulatedBFloat16:
      engine.multiply(a, b, into: c, beta: beta)
    }
  }

  /// One row times a matrix, which no library does as fast as it can be read.
  private func multiplyVector(
    _ x: Window, _ w: Window, into y: Window, beta: Float
  ) {
    if precision != .float32, x.rounded != nil, w.rounded != nil {
      strata_vector_product_rounded(x.view, w.view, beta, y.target)
    } else {
      strata_vector_product(x.view, w.view, beta, y.target)
    }
  }

  /// The share of non-zeros below which a product that skips the zeros is the faster one.
  package var worthwhileDensity: Float { zeroSkipping.limit }

  /// True when this build and this processor can do it.
  public var isPossible: Bool { obstacle == nil }

  /// Why this build or this processor cannot do it; nil when it can.
  var obstacle: InputError? {
    func isMissing(_ expected: String, _ found: String, _ advice: Wording) -> InputError {
      InputError(
        .unavailable, at: "\(engine.title), \(precision.rawValue)", expected: expected, found: found,
        advice: advice)
    }
    switch (engine, precision) {
    case (.oneDNN, _) where !OneDNN.isAvailable:
      return isMissing(
        "a build with oneDNN", "one without",
        "run scripts/setup, which installs libdnnl-dev, and build again; or use \(.engine(Engine.best.rawValue))"
      )
    case (.openBLAS, _) where !OpenBLAS.isAvailable:
      return isMissing(
        "a build with OpenBLAS", "one without",
        "run scripts/setup, which installs libopenblas-dev, and build again; or use \(.engine(Engine.best.rawValue))"
      )
    case (.openBLAS, .bfloat16), (.plain, .bfloat16):
      return isMissing(
        "an engine with bfloat16 products", "none in \(engine.title)",
        "use \(.engine("onednn")) or \(.precision("float32"))")
    case (.oneDNN, .bfloat16) where !OneDNN.hasBFloat16:
      return isMissing(
        "a processor with bfloat16 products (AVX-512 BF16)", OneDNN.instructionSet,
        "use \(.precision("float32")), or emulated-bfloat16 to see what the rounding does")
    default: return nil
    }
  }
}
