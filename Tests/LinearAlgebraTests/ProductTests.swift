import CTestSupport
import LinearAlgebra
import Testing

/// Every engine's products against sums in double.
struct ProductTests {
  struct Sizes: CustomTestStringConvertible, Sendable {
    let m, n, k: Int
    var testDescription: String { "\(m) × \(n) × \(k)" }
  }

  static let sizes = [
    (1, 1, 1), (1, 17, 5), (17, 1, 33), (3, 2, 1), (16, 16, 16), (20, 31, 47), (64, 10, 100),
    (1, 100, 784), (5, 24, 50), (65, 66, 67),
  ].map { Sizes(m: $0.0, n: $0.1, k: $0.2) }

  /// A window of random numbers inside a larger buffer of sentinels.
  struct Window {
    static let sentinel: Float = 777
    let buffer: FloatBuffer
    let matrix: UnsafeMatrix

    init(rows: Int, columns: Int, padding: Int, purpose: String) {
      buffer = FloatBuffer(count: (rows + 1) * (columns + padding) + padding)
      for index in 0..<buffer.count { buffer.pointer[index] = Self.sentinel }
      matrix = UnsafeMatrix(
        buffer.pointer + padding, rows: rows, columns: columns, stride: columns + padding)
      let numbers = RandomStream(seed: 3, purpose: purpose).normal(count: rows * columns)
      matrix.assign(Matrix(rows: rows, columns: columns, numbers))
    }

    /// The numbers of the buffer that do not belong to the window are as they were.
    var surroundingsAreUntouched: Bool {
      let inside = Set(
        (0..<matrix.rows).flatMap { row in
          (0..<matrix.columns).map { matrix.pointer - buffer.pointer + row * matrix.stride + $0 }
        })
      return (0..<buffer.count).allSatisfy {
        inside.contains($0) || buffer.pointer[$0] == Self.sentinel
      }
    }
  }

  @Test(arguments: sizes, Engine.allCases)
  func productsOfEveryForm(_ size: Sizes, engine: Engine) {
    for (transposeA, transposeB) in [(false, false), (false, true), (true, false), (true, true)] {
      for padding in [0, 3] {
        for (alpha, beta) in [(1, 0), (1, 1), (-0.25, 0.5), (0.5, 0)] as [(Float, Float)] {
          let a = Window(
            rows: transposeA ? size.k : size.m, columns: transposeA ? size.m : size.k,
            padding: padding, purpose: "a")
          let b = Window(
            rows: transposeB ? size.n : size.k, columns: transposeB ? size.k : size.n,
            padding: padding, purpose: "b")
          let c = Window(rows: size.m, columns: size.n, padding: padding, purpose: "c")
          let left = transposeA ? a.matrix.transposed : a.matrix.asIs
          let right = transposeB ? b.matrix.transposed : b.matrix.asIs
          let before = c.matrix.copied()
          if beta == 0 { c.matrix.assign(Matrix(rows: size.m, columns: size.n, repeating: .nan)) }

          engine.multiply(left, right, into: c.matrix, alpha: alpha, beta: beta)

          let excess = largestExcess(
            of: c.matrix.copied(), over: left, right, before: before, alpha: alpha, beta: beta)
          #expect(
            excess <= 1,
            "transposed \(transposeA) \(transposeB), padding \(padding), \(alpha) and \(beta)")
          #expect(
            a.surroundingsAreUntouched && b.surroundingsAreUntouched && c.surroundingsAreUntouched)
        }
      }
    }
  }

  /// The largest error as a multiple of what rounding may do: (k + 3) · 2⁻²⁴ · Σ |a·b| (Higham 2002,
  /// equation 3.12). NaN counts as infinite.
  private func largestExcess(
    of c: Matrix, over a: Factor, _ b: Factor, before: Matrix, alpha: Float, beta: Float
  ) -> Double {
    let k = a.columns
    var worst = 0.0
    for i in 0..<c.rows {
      for j in 0..<c.columns {
        var (sum, magnitude) = (0.0, 0.0)
        for l in 0..<k {
          let product = Double(alpha) * element(a, i, l) * element(b, l, j)
          sum += product
          magnitude += abs(product)
        }
        let added = beta == 0 ? 0 : Double(beta) * Double(before[i, j])
        let bound = Double(k + 3) * 0x1p-24 * (magnitude + abs(added))
        let error = abs(Double(c[i, j]) - sum - added)
        worst = error.isNaN ? .infinity : max(worst, error / bound)
      }
    }
    return worst
  }

  private func element(_ factor: Factor, _ row: Int, _ column: Int) -> Double {
    let matrix = factor.matrix
    let (r, c) = factor.isTransposed ? (column, row) : (row, column)
    return Double(matrix.pointer[r * matrix.stride + c])
  }

  /// A worker multiplies its own columns; put together they are the whole product.
  @Test(arguments: Engine.allCases)
  func slicesOfAProductMakeTheProduct(engine: Engine) {
    let x = Window(rows: 20, columns: 30, padding: 0, purpose: "x")
    let w = Window(rows: 50, columns: 30, padding: 0, purpose: "w")
    let whole = Window(rows: 20, columns: 50, padding: 0, purpose: "whole")
    let sliced = Window(rows: 20, columns: 50, padding: 0, purpose: "sliced")
    engine.multiply(x.matrix.asIs, w.matrix.transposed, into: whole.matrix)
    for columns in [0..<16, 16..<48, 48..<50] {
      engine.multiply(
        x.matrix.asIs, w.matrix.transposed.columns(columns), into: sliced.matrix.columns(columns))
    }
    for (one, other) in zip(whole.matrix.copied().elements, sliced.matrix.copied().elements) {
      #expect(abs(one - other) < 1e-5)
    }
    let rows = Window(rows: 20, columns: 30, padding: 0, purpose: "rows")
    engine.multiply(whole.matrix.asIs, w.matrix.transposed.transposed, into: rows.matrix)
    let some = Window(rows: 20, columns: 10, padding: 0, purpose: "some")
    engine.multiply(
      whole.matrix.asIs, w.matrix.transposed.rows(5..<15).transposed, into: some.matrix)
    for row in 0..<20 {
      for column in 0..<10 {
        #expect(abs(some.matrix.copied()[row, column] - rows.matrix.copied()[row, column + 5]) < 1e-3)
      }
    }
  }

  /// Not even the engine allocates, once it has been called for the first time.
  @Test(
    .enabled(if: strata_test_counts_allocations(), "malloc cannot be counted in this build"),
    arguments: [1, 20, 64], Engine.allCases)
  func noProductAllocates(m: Int, engine: Engine) {
    let count = strata_test_new_count()
    for (n, k) in [1, 7, 8, 9, 10, 16, 24, 66, 100, 504].flatMap({ n in [16, 32, 100, 784].map { (n, $0) } })
    {
      for (transposeA, transposeB) in [(false, false), (false, true), (true, false), (true, true)] {
        let buffers = [FloatBuffer(count: m * k), FloatBuffer(count: k * n), FloatBuffer(count: m * n)]
        let a = buffers[0].matrix(rows: transposeA ? k : m, columns: transposeA ? m : k)
        let b = buffers[1].matrix(rows: transposeB ? n : k, columns: transposeB ? k : n)
        let c = buffers[2].matrix(rows: m, columns: n)
        let left = transposeA ? a.transposed : a.asIs
        let right = transposeB ? b.transposed : b.asIs
        engine.multiply(left, right, into: c)
        strata_test_count_this_thread(count)
        engine.multiply(left, right, into: c)
        engine.multiply(left, right, into: c, alpha: 0.5, beta: 1)
        strata_test_count_this_thread(0)
        withExtendedLifetime(buffers) {}
      }
    }
    #expect(strata_test_allocations(count) == 0)
  }

  @Test(arguments: Engine.allCases)
  func aProductOfNothingIsNothing(engine: Engine) {
    let x = Window(rows: 0, columns: 4, padding: 2, purpose: "x")
    let w = Window(rows: 4, columns: 3, padding: 2, purpose: "w")
    let y = Window(rows: 0, columns: 3, padding: 2, purpose: "y")
    engine.multiply(x.matrix.asIs, w.matrix.asIs, into: y.matrix)
    #expect(y.surroundingsAreUntouched)
  }
}
