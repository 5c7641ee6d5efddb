internal import StrataLinearAlgebra

/// How fast this machine multiplies: the products of a training step by themselves, shared among the
/// team as in a step. The best of them is what a step is measured against.
struct ProductRate: Sendable {
  /// One product and its rate.
  struct Product: Sendable {
    /// rows × columns × inner.
    let title: String
    /// 10⁹ operations a second.
    let gigaflops: Double
  }

  /// Every product that was timed.
  let products: [Product]
  /// The rate of the fastest.
  var gigaflops: Double { products.map(\.gigaflops).max() ?? 0 }

  /// Forward and gradient products at the usual batch sizes, and of large square matrices.
  private static let shapes: [(rows: Int, columns: Int, inner: Int, isGradient: Bool)] = [
    (1, 1000, 784, false), (20, 1000, 784, false), (128, 1000, 784, false),
    (256, 1000, 784, false), (784, 1000, 40, true), (784, 1000, 256, true),
    (784, 1000, 512, true), (1024, 1024, 1024, false),
  ]

  /// Times every product, the best of `repeats`.
  init(_ execution: Execution, repeats: Int) {
    let team = Team(threads: execution.threads)
    products = Self.shapes.map { shape in
      Product(
        title: "\(shape.rows)×\(shape.columns)×\(shape.inner)" + (shape.isGradient ? " (xᵀ)" : ""),
        gigaflops: Self.rate(shape, execution.arithmetic, team, repeats: repeats))
    }
  }

  private static func rate(
    _ shape: (rows: Int, columns: Int, inner: Int, isGradient: Bool), _ arithmetic: Arithmetic,
    _ team: Team, repeats: Int
  ) -> Double {
    let precision = arithmetic.precision
    func place(_ rows: Int, _ columns: Int) -> Place {
      RowLayout(Shape(rows: rows, columns: columns), precision: precision).place()
    }
    let a = shape.isGradient ? place(shape.inner, shape.rows) : place(shape.rows, shape.inner)
    let (b, c) = (place(shape.inner, shape.columns), place(shape.rows, shape.columns))
    let panels = Panels(of: c.shape)
    let operations = 2 * Double(shape.rows * shape.columns * shape.inner)
    // Long enough for the clock, and for the clock speed to settle.
    let calls = max(1, Int(4e9 / operations))
    let job = Team.Job<Void>(team, panels: panels.count) { panel in
      let region = panels[panel]
      let left = shape.isGradient ? a.window.transposed : a.window.asIs
      arithmetic.multiply(
        left.rows(region.rows), b.window.columns(region.columns).asIs, into: c.window[region])
    }
    var least = Double.infinity
    for _ in 0..<repeats {
      let start = ContinuousClock.now
      for _ in 0..<calls { job.run() }
      least = min(least, (ContinuousClock.now - start) / .seconds(1))
    }
    return operations * Double(calls) / least / 1e9
  }
}
