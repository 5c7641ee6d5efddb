import Foundation
import Glibc
import LinearAlgebra
import Testing

/// A handler that runs in the middle of a product does no harm: neither to the product nor to the heap.
struct SignalTests {
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
          let result = FloatBuffer(count: m * n)
          arithmetic.multiply(left.factor, right.factor, into: result.matrix(rows: m, columns: n))
          let elements = result.matrix(rows: m, columns: n).copied().elements
          try #require(expected == nil || expected == elements)
          expected = elements
        }
      }
    }
  }
}

/// A factor of random numbers with the buffer that it lies in.
private func factor(rows: Int, columns: Int, isTransposed: Bool) -> (factor: Factor, buffer: FloatBuffer) {
  let buffer = FloatBuffer(count: rows * columns)
  let (storedRows, storedColumns) = isTransposed ? (columns, rows) : (rows, columns)
  let matrix = buffer.matrix(rows: storedRows, columns: storedColumns)
  matrix.assign(
    Matrix(
      rows: storedRows, columns: storedColumns,
      RandomStream(seed: 1, purpose: "signals").normal(count: rows * columns)))
  return (isTransposed ? matrix.transposed : matrix.asIs, buffer)
}
