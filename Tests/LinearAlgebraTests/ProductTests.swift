import CTestSupport
import LinearAlgebra
import Testing

#if STRATA_ONEDNN
  import COneDNN
#endif

/// Every engine's products, of every precision that it has here, against sums in double.
struct ProductTests {
  static let arithmetics = Engine.available.flatMap { engine in
    Precision.allCases.map { Arithmetic(engine: engine, precision: $0) }.filter(\.isPossible)
  }

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

    init(
      rows: Int, columns: Int, padding: Int, purpose: String, precision: Precision = .float32
    ) {
      buffer = FloatBuffer(count: (rows + 1) * (columns + padding) + padding, precision: precision)
      for index in 0..<buffer.count { buffer.pointer[index] = Self.sentinel }
      matrix = buffer.matrix(at: padding, rows: rows, columns: columns + padding)
        .columns(0..<columns)
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

  @Test(arguments: sizes, arithmetics)
  func productsOfEveryForm(_ size: Sizes, arithmetic: Arithmetic) {
    for (transposeA, transposeB) in [(false, false), (false, true), (true, false), (true, true)] {
      for padding in [0, 3] {
        for beta: Float in [0, 1, 0.5] {
          let a = Window(
            rows: transposeA ? size.k : size.m, columns: transposeA ? size.m : size.k,
            padding: padding, purpose: "a", precision: arithmetic.precision)
          let b = Window(
            rows: transposeB ? size.n : size.k, columns: transposeB ? size.k : size.n,
            padding: padding, purpose: "b", precision: arithmetic.precision)
          let c = Window(rows: size.m, columns: size.n, padding: padding, purpose: "c")
          let left = transposeA ? a.matrix.transposed : a.matrix.asIs
          let right = transposeB ? b.matrix.transposed : b.matrix.asIs
          let before = c.matrix.copied()
          if beta == 0 { c.matrix.assign(Matrix(rows: size.m, columns: size.n, repeating: .nan)) }

          arithmetic.multiply(left, right, into: c.matrix, beta: beta)

          let excess = largestExcess(
            of: c.matrix.copied(), over: left, right, before: before, beta: beta)
          #expect(
            excess <= 1,
            "transposed \(transposeA) \(transposeB), padding \(padding), \(beta)")
          #expect(
            a.surroundingsAreUntouched && b.surroundingsAreUntouched && c.surroundingsAreUntouched)
        }
      }
    }
  }

  /// The largest error as a multiple of what rounding may do: (k + 3) · 2⁻²⁴ · Σ |a·b| (Higham 2002,
  /// equation 3.12). NaN counts as infinite.
  private func largestExcess(
    of c: Matrix, over a: Factor, _ b: Factor, before: Matrix, beta: Float
  ) -> Double {
    let k = a.columns
    var worst = 0.0
    for i in 0..<c.rows {
      for j in 0..<c.columns {
        var (sum, magnitude) = (0.0, 0.0)
        for l in 0..<k {
          let product = element(a, i, l) * element(b, l, j)
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

  /// What the product is to see: the rounded number, where there is one.
  private func element(_ factor: Factor, _ row: Int, _ column: Int) -> Double {
    let matrix = factor.matrix
    let (r, c) = factor.isTransposed ? (column, row) : (row, column)
    let place = r * matrix.stride + c
    return Double(
      matrix.rounded.map { Float(bitPattern: UInt32($0[place]) << 16) } ?? matrix.pointer[place])
  }

  #if STRATA_ONEDNN
    /// oneDNN's primitives, through which bfloat16 goes, with Float32: that can be tried anywhere.
    @Test(arguments: sizes, [false, true])
    func primitivesMultiplyAsTheOtherRouteDoes(_ size: Sizes, accumulate: Bool) {
      for (transposeA, transposeB) in [(false, false), (false, true), (true, false), (true, true)] {
        for purpose in ["first", "second"] {
          let a = Window(
            rows: transposeA ? size.k : size.m, columns: transposeA ? size.m : size.k, padding: 3,
            purpose: "a" + purpose)
          let b = Window(
            rows: transposeB ? size.n : size.k, columns: transposeB ? size.k : size.n, padding: 0,
            purpose: "b" + purpose)
          let c = Window(rows: size.m, columns: size.n, padding: 2, purpose: "c")
          let left = transposeA ? a.matrix.transposed : a.matrix.asIs
          let right = transposeB ? b.matrix.transposed : b.matrix.asIs
          let before = c.matrix.copied()
          let shape = strata_product(
            m: Int64(size.m), n: Int64(size.n), k: Int64(size.k), a_is_transposed: transposeA,
            b_is_transposed: transposeB, a_stride: Int64(a.matrix.stride),
            b_stride: Int64(b.matrix.stride), c_stride: Int64(c.matrix.stride))
          #expect(
            strata_onednn_matmul_product(
              shape, a.matrix.pointer, b.matrix.pointer, accumulate, c.matrix.pointer))
          let excess = largestExcess(
            of: c.matrix.copied(), over: left, right, before: before, beta: accumulate ? 1 : 0)
          #expect(excess <= 1, "transposed \(transposeA) \(transposeB)")
          #expect(c.surroundingsAreUntouched)
        }
      }
    }
  #endif

  /// A worker multiplies its own columns; put together they are the whole product.
  @Test(arguments: Engine.available)
  func slicesOfAProductMakeTheProduct(engine: Engine) {
    let arithmetic = Arithmetic(engine: engine)
    let x = Window(rows: 20, columns: 30, padding: 0, purpose: "x")
    let w = Window(rows: 50, columns: 30, padding: 0, purpose: "w")
    let whole = Window(rows: 20, columns: 50, padding: 0, purpose: "whole")
    let sliced = Window(rows: 20, columns: 50, padding: 0, purpose: "sliced")
    arithmetic.multiply(x.matrix.asIs, w.matrix.transposed, into: whole.matrix)
    for columns in [0..<16, 16..<48, 48..<50] {
      arithmetic.multiply(
        x.matrix.asIs, w.matrix.transposed.columns(columns), into: sliced.matrix.columns(columns))
    }
    for (one, other) in zip(whole.matrix.copied().elements, sliced.matrix.copied().elements) {
      #expect(abs(one - other) < 1e-5)
    }
    let rows = Window(rows: 20, columns: 30, padding: 0, purpose: "rows")
    arithmetic.multiply(whole.matrix.asIs, w.matrix.transposed.transposed, into: rows.matrix)
    let some = Window(rows: 20, columns: 10, padding: 0, purpose: "some")
    arithmetic.multiply(
      whole.matrix.asIs, w.matrix.transposed.rows(5..<15).transposed, into: some.matrix)
    for row in 0..<20 {
      for column in 0..<10 {
        #expect(abs(some.matrix.copied()[row, column] - rows.matrix.copied()[row, column + 5]) < 1e-3)
      }
    }
  }

  /// Not even OpenBLAS allocates, once it has been called for the first time.
  @Test(
    .enabled(if: strata_test_counts_allocations(), "malloc cannot be counted in this build"),
    arguments: [1, 20, 64])
  func noProductAllocates(m: Int) {
    let arithmetic = Arithmetic(engine: .openBLAS)
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
        arithmetic.multiply(left, right, into: c)
        strata_test_count_this_thread(count)
        arithmetic.multiply(left, right, into: c)
        arithmetic.multiply(left, right, into: c, beta: 1)
        strata_test_count_this_thread(0)
        withExtendedLifetime(buffers) {}
      }
    }
    #expect(strata_test_allocations(count) == 0)
  }

  @Test(arguments: Engine.available)
  func aProductOfNothingIsNothing(engine: Engine) {
    let arithmetic = Arithmetic(engine: engine)
    let x = Window(rows: 0, columns: 4, padding: 2, purpose: "x")
    let w = Window(rows: 4, columns: 3, padding: 2, purpose: "w")
    let y = Window(rows: 0, columns: 3, padding: 2, purpose: "y")
    arithmetic.multiply(x.matrix.asIs, w.matrix.asIs, into: y.matrix)
    #expect(y.surroundingsAreUntouched)
  }
}
