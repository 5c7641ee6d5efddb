import Foundation
import CStrataTestSupport
import Synchronization
import Testing

@testable import StrataLinearAlgebra

#if STRATA_ONEDNN
  import CStrataOneDNN
#endif

/// Every engine's products, of every precision that it has here, against sums in double.
struct ProductTests {
  /// Whoever asks at the same time is told the same: ranks compare these words before they begin.
  @Test(arguments: Engine.available) func itsVersionIsOneAtATime(engine: Engine) {
    let seen = Mutex<Set<String>>([])
    DispatchQueue.concurrentPerform(iterations: 2000) { _ in
      let version = engine.version
      seen.withLock { _ = $0.insert(version) }
    }
    #expect(seen.withLock { $0 } == [engine.version])
  }

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

  /// A matrix of random numbers inside a larger buffer of sentinels.
  struct Framed {
    static let sentinel: Float = 777
    let place: Place
    private let buffer: FloatBuffer
    private let padding: Int

    init(
      rows: Int, columns: Int, padding: Int, purpose: String, precision: Precision = .float32
    ) {
      self.padding = padding
      buffer = FloatBuffer(count: (rows + 1) * (columns + padding) + padding, precision: precision)
      for index in 0..<buffer.count { buffer[index] = Self.sentinel }
      place = buffer.place(at: padding, rows: rows, columns: columns + padding).columns(0..<columns)
      let numbers = RandomStream(seed: 3, purpose: purpose).normal(count: rows * columns)
      place.window.assign(Matrix(rows: rows, columns: columns, numbers))
    }

    /// The matrix as a factor of a product.
    func factor(isTransposed: Bool) -> PlacedFactor { PlacedFactor(place: place, isTransposed: isTransposed) }

    /// The numbers of the buffer that do not belong to the matrix are as they were.
    var surroundingsAreUntouched: Bool {
      let inside = Set(
        (0..<place.rows).flatMap { row in
          (0..<place.columns).map { padding + row * place.stride + $0 }
        })
      return (0..<buffer.count).allSatisfy { inside.contains($0) || buffer[$0] == Self.sentinel }
    }
  }

  /// A place as a factor: what can be kept where a factor cannot.
  struct PlacedFactor {
    let place: Place
    let isTransposed: Bool

    var factor: Factor {
      @_lifetime(borrow self) borrowing get { isTransposed ? place.window.transposed : place.window.asIs }
    }
  }

  @Test(arguments: sizes, arithmetics)
  func productsOfEveryForm(_ size: Sizes, arithmetic: Arithmetic) {
    for (transposeA, transposeB) in [(false, false), (false, true), (true, false), (true, true)] {
      for padding in [0, 3] {
        for beta: Float in [0, 1, 0.5] {
          let a = Framed(
            rows: transposeA ? size.k : size.m, columns: transposeA ? size.m : size.k,
            padding: padding, purpose: "a", precision: arithmetic.precision)
          let b = Framed(
            rows: transposeB ? size.n : size.k, columns: transposeB ? size.k : size.n,
            padding: padding, purpose: "b", precision: arithmetic.precision)
          let c = Framed(rows: size.m, columns: size.n, padding: padding, purpose: "c")
          let (left, right) = (a.factor(isTransposed: transposeA), b.factor(isTransposed: transposeB))
          let before = c.place.window.copied()
          if beta == 0 { c.place.window.fill(.nan) }

          arithmetic.multiply(left.factor, right.factor, into: c.place.window, beta: beta)

          let excess = largestExcess(
            of: c.place.window.copied(), over: left, right, before: before, beta: beta)
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
    of c: Matrix, over a: PlacedFactor, _ b: PlacedFactor, before: Matrix, beta: Float
  ) -> Double {
    let k = a.factor.columns
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
  private func element(_ factor: PlacedFactor, _ row: Int, _ column: Int) -> Double {
    let (r, c) = factor.isTransposed ? (column, row) : (row, column)
    return Double(factor.place.window.roundedElement(r, c) ?? factor.place.window[r, c])
  }

  #if STRATA_ONEDNN
    /// oneDNN's primitives, through which bfloat16 goes, with Float32: that can be tried anywhere.
    @Test(arguments: sizes, [false, true])
    func primitivesMultiplyAsTheOtherRouteDoes(_ size: Sizes, accumulate: Bool) {
      for (transposeA, transposeB) in [(false, false), (false, true), (true, false), (true, true)] {
        for purpose in ["first", "second"] {
          let a = Framed(
            rows: transposeA ? size.k : size.m, columns: transposeA ? size.m : size.k, padding: 3,
            purpose: "a" + purpose)
          let b = Framed(
            rows: transposeB ? size.n : size.k, columns: transposeB ? size.k : size.n, padding: 0,
            purpose: "b" + purpose)
          let c = Framed(rows: size.m, columns: size.n, padding: 2, purpose: "c")
          let (left, right) = (a.factor(isTransposed: transposeA), b.factor(isTransposed: transposeB))
          let before = c.place.window.copied()
          let shape = strata_product(
            m: Int64(size.m), n: Int64(size.n), k: Int64(size.k), a_is_transposed: transposeA,
            b_is_transposed: transposeB, a_stride: Int64(a.place.stride),
            b_stride: Int64(b.place.stride), c_stride: Int64(c.place.stride))
          #expect(
            strata_onednn_matmul_product(
              shape, a.place.window.pointer, b.place.window.pointer, accumulate, c.place.window.pointer))
          let excess = largestExcess(
            of: c.place.window.copied(), over: left, right, before: before, beta: accumulate ? 1 : 0)
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
    let inputs = Framed(rows: 20, columns: 30, padding: 0, purpose: "x")
    let weights = Framed(rows: 50, columns: 30, padding: 0, purpose: "w")
    let whole = Framed(rows: 20, columns: 50, padding: 0, purpose: "whole")
    let sliced = Framed(rows: 20, columns: 50, padding: 0, purpose: "sliced")
    let (x, w) = (inputs.place, weights.place)
    arithmetic.multiply(x.window.asIs, w.window.transposed, into: whole.place.window)
    for columns in [0..<16, 16..<48, 48..<50] {
      arithmetic.multiply(
        x.window.asIs, w.window.transposed.columns(columns), into: sliced.place.window.columns(columns))
    }
    let product = whole.place.window.copied()
    for (one, other) in zip(product.elements, sliced.place.window.copied().elements) {
      #expect(abs(one - other) < 1e-5)
    }
    let rows = Framed(rows: 20, columns: 30, padding: 0, purpose: "rows")
    arithmetic.multiply(
      whole.place.window.asIs, w.window.transposed.transposed, into: rows.place.window)
    let some = Framed(rows: 20, columns: 10, padding: 0, purpose: "some")
    arithmetic.multiply(
      whole.place.window.asIs, w.window.transposed.rows(5..<15).transposed, into: some.place.window)
    for row in 0..<20 {
      for column in 0..<10 {
        #expect(abs(some.place.window[row, column] - rows.place.window[row, column + 5]) < 1e-3)
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
        let a = FloatBuffer(count: m * k).place(rows: transposeA ? k : m, columns: transposeA ? m : k)
        let b = FloatBuffer(count: k * n).place(rows: transposeB ? n : k, columns: transposeB ? k : n)
        let c = FloatBuffer(count: m * n).place(rows: m, columns: n)
        let (left, right) = (
          PlacedFactor(place: a, isTransposed: transposeA), PlacedFactor(place: b, isTransposed: transposeB)
        )
        arithmetic.multiply(left.factor, right.factor, into: c.window)
        strata_test_count_this_thread(count)
        arithmetic.multiply(left.factor, right.factor, into: c.window)
        arithmetic.multiply(left.factor, right.factor, into: c.window, beta: 1)
        strata_test_count_this_thread(0)
      }
    }
    #expect(strata_test_allocations(count) == 0)
  }

  @Test(arguments: Engine.available)
  func aProductOfNothingIsNothing(engine: Engine) {
    let arithmetic = Arithmetic(engine: engine)
    let x = Framed(rows: 0, columns: 4, padding: 2, purpose: "x")
    let w = Framed(rows: 4, columns: 3, padding: 2, purpose: "w")
    let y = Framed(rows: 0, columns: 3, padding: 2, purpose: "y")
    arithmetic.multiply(x.place.window.asIs, w.place.window.asIs, into: y.place.window)
    #expect(y.surroundingsAreUntouched)
  }
}
