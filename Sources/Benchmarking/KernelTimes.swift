internal import CStrataKernels
internal import StrataLinearAlgebra

/// The time of each loop on one thread, as a multiple of that of one product, 256×1000×784, in the same
/// process: a ratio that other machines of the same kind share, where seconds differ.
struct KernelTimes {
  private static let inputs = 784
  private static let units = 1000
  private static let batch = 256

  private let x, y, m, v, rounded: Place
  private let examples = Memory((0..<Int32(batch)).map { $0 })
  private let arithmetic: Arithmetic
  private let repeats: Int

  init(_ execution: Execution, repeats: Int) {
    arithmetic = execution.arithmetic
    self.repeats = repeats
    func weight(_ precision: Precision) -> Place {
      RowLayout(Shape(rows: Self.inputs, columns: Self.units), precision: precision).place()
    }
    let precision = execution.arithmetic.precision
    (x, y, m, v) = (weight(precision), weight(precision), weight(.float32), weight(.float32))
    rounded = weight(.bfloat16)
    let numbers = RandomStream(seed: 1, purpose: "kernels").uniform(count: Self.inputs * Self.units)
    for place in [x, y] {
      place.window.assign(Matrix(rows: Self.inputs, columns: Self.units, numbers))
    }
  }

  /// Every loop's name with its ratio.
  func measure() -> [(name: String, ratio: Double)] {
    let product = seconds(multiply)
    return loops.map { ($0.name, seconds($0.body) / product) }
      + [0.1, 0.2, 0.3, 0.5].map { density in
        ("product of \(Int(100 * density)) % non-zeros, zeros skipped", sparseSeconds(density) / product)
      }
  }

  private var loops: [(name: String, body: () -> Void)] {
    let (x, y, m, v) = (x, y, m, v)
    let (values, results) = (x.rows(0..<Self.batch), y.rows(0..<Self.batch))
    let bias = m.rows(0..<1)
    let stream = RandomStream(seed: 1, purpose: "noise", epoch: 1)
    func corrupt(_ kind: strata_corruption) {
      Kernels.corrupt(
        kind, level: 0.25, stream: stream, examples: examples, from: 0, values.window, into: results.window,
        columns: 0..<Self.units)
    }
    return [
      (
        "sigmoid, 256×1000",
        {
          Kernels.activate(strata_activation_sigmoid, values.window, bias: bias.window, into: results.window)
        }
      ),
      (
        "its derivative, 256×1000",
        {
          Kernels.activateBackward(
            strata_activation_sigmoid, y: values.window, dy: values.window, into: results.window,
            accumulating: false)
        }
      ),
      (
        "cross-entropy and its gradient, 256×1000",
        {
          _ = Kernels.crossEntropy(values.window, against: values.window, delta: results.window, scale: 1)
        }
      ),
      ("masking, 256×1000", { corrupt(strata_corruption_masking) }),
      ("Gaussian noise, 256×1000", { corrupt(strata_corruption_gaussian) }),
      ("rounding to bfloat16, 784×1000", { rounded.window.round() }),
      (
        "Adam's update, 784×1000",
        {
          Kernels.adam(
            y.window, gradient: x.window, m.window, v.window,
            Kernels.Adam(
              rate: 1e-6, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, correction1: 0.1, correction2: 0.001,
              decay: 0, shrink: 0))
        }
      ),
      (
        "one row's product, 1×1000×784",
        {
          let row = y.rows(0..<1).columns(0..<Self.inputs)
          let result = m.rows(0..<1)
          arithmetic.multiply(row.window.asIs, x.window.asIs, into: result.window)
        }
      ),
    ]
  }

  private func multiply() {
    let (left, result) = (y.rows(0..<Self.batch).columns(0..<Self.inputs), m.rows(0..<Self.batch))
    arithmetic.multiply(left.window.asIs, x.window.asIs, into: result.window)
  }

  /// The product that skips zeros, the search for them included.
  private func sparseSeconds(_ density: Double) -> Double {
    let keep = RandomStream(seed: 2, purpose: "zeros").uniform(count: Self.batch * Self.inputs)
    let images = RowLayout(Shape(rows: Self.batch, columns: Self.inputs)).place()
    images.window.assign(
      Matrix(rows: Self.batch, columns: Self.inputs, keep.map { Double($0) < density ? 0.5 : 0 }))
    let batch = SparseBatch(batchSize: Self.batch, width: Self.inputs, precision: arithmetic.precision)
    let result = m.rows(0..<Self.batch)
    return seconds {
      batch.compress(images.window, rows: 0..<Self.batch)
      batch.multiply(x, columns: 0..<Self.units, into: result.window, rows: 0..<Self.batch)
    }
  }

  /// The least time of a call, of `repeats` times as many as last a fiftieth of a second.
  private func seconds(_ body: () -> Void) -> Double {
    var calls = 1
    while time(calls, body) < 0.02 { calls *= 2 }
    return (0..<repeats).map { _ in time(calls, body) / Double(calls) }.min() ?? 0
  }

  private func time(_ calls: Int, _ body: () -> Void) -> Double {
    let start = ContinuousClock.now
    for _ in 0..<calls { body() }
    return (ContinuousClock.now - start) / .seconds(1)
  }
}
