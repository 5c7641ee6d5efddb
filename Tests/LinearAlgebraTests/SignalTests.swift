import Foundation
import Glibc
import StrataLinearAlgebra
import Testing

/// A handler that runs in the middle of a product does no harm: neither to the product nor to the heap.
struct SignalTests {
  #if compiler(>=6.3)  // Before that a process of a test captures nothing.
    @Test(arguments: Engine.available)
    func productsBearSignals(engine: Engine) async throws {
      // A heap that is spoilt ends the process, so it is another one.
      await #expect(processExitsWith: .success) { [name = engine.rawValue as String] in
        signal(SIGUSR1) { _ in }
        // Whoever started the process may have it blocked.
        var heard = sigset_t()
        sigemptyset(&heard)
        sigaddset(&heard, SIGUSR1)
        pthread_sigmask(SIG_UNBLOCK, &heard, nil)
        let target = pthread_self()
        Thread.detachNewThread {
          while true {
            pthread_kill(target, SIGUSR1)
            usleep(100)
          }
        }
        let arithmetic = Arithmetic(engine: try #require(Engine(rawValue: name)), precision: .float32)
        // The products of a tied autoencoder's step: decoding, the code's gradient, the weight's gradient.
        for (m, n, k, isLeftTransposed, isRightTransposed) in [
          (50, 784, 100, false, true), (50, 100, 784, false, false), (784, 100, 100, true, false),
        ] {
          var expected: [Float]?
          for _ in 0..<500 {
            // New buffers each time, so that malloc looks at what lies around them.
            let left = factor(rows: m, columns: k, isTransposed: isLeftTransposed)
            let right = factor(rows: k, columns: n, isTransposed: isRightTransposed)
            let result = FloatBuffer(count: m * n).place(rows: m, columns: n)
            arithmetic.multiply(left.factor, right.factor, into: result.window)
            let elements = result.window.copied().elements
            try #require(expected == nil || expected == elements)
            expected = elements
          }
        }
      }
    }
  #endif
}

/// A factor of random numbers.
private func factor(rows: Int, columns: Int, isTransposed: Bool) -> ProductTests.PlacedFactor {
  let (storedRows, storedColumns) = isTransposed ? (columns, rows) : (rows, columns)
  let place = FloatBuffer(count: rows * columns).place(rows: storedRows, columns: storedColumns)
  place.window.assign(
    Matrix(
      rows: storedRows, columns: storedColumns,
      RandomStream(seed: 1, purpose: "signals").normal(count: rows * columns)))
  return ProductTests.PlacedFactor(place: place, isTransposed: isTransposed)
}
