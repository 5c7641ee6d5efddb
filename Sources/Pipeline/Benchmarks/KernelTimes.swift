internal import CKernels
internal import LayerGraph
internal import LinearAlgebra

/// The time of each loop on one thread, as a multiple of that of one product, 256×1000×784, in the same
/// process: a ratio that other machines of the same kind share, where seconds differ.
struct KernelTimes {
  private let x = FloatBuffer(count: 784 * 1000)
  private let y = FloatBuffer(count: 784 * 1000)
  private let m = FloatBuffer(count: 784 * 1000)
  private let v = FloatBuffer(count: 784 * 1000)
  private let rounded = FloatBuffer(count: 784 * 1000, precision: .bfloat16)
  private let examples = (0..<256).map { Int32($0) }
  private let arithmetic: Arithmetic
  private let repeats: Int

  init(_ execution: Execution, repeats: Int) {
    arithmetic = execution.arithmetic
    self.repeats = repeats
    for (place, number) in RandomStream(seed: 1, purpose: "kernels").uniform(count: x.count).enumerated() {
      x.pointer[place] = number
      y.pointer[place] = number
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
    let stream = strata_stream(seed: 1, purpose: 1, epoch: 1)
    let (rows, columns) = (Int64(256), Int64(1000))
    func corrupt(_ kind: strata_corruption) {
      strata_corrupt(
        kind, 0.25, stream, examples, rows, 0, columns, false, x.pointer, columns, y.pointer, columns)
    }
    return [
      (
        "sigmoid, 256×1000",
        {
          strata_activate(
            strata_activation_sigmoid, x.pointer, columns, m.pointer, rows, columns, y.pointer, columns)
        }
      ),
      (
        "its derivative, 256×1000",
        {
          strata_activate_backward(
            strata_activation_sigmoid, x.pointer, columns, x.pointer, columns, rows, columns, false,
            y.pointer, columns)
        }
      ),
      (
        "cross-entropy and its gradient, 256×1000",
        {
          _ = strata_bernoulli_cross_entropy(
            x.pointer, columns, x.pointer, columns, rows, columns, 1, y.pointer, columns)
        }
      ),
      ("masking, 256×1000", { corrupt(strata_corruption_masking) }),
      ("Gaussian noise, 256×1000", { corrupt(strata_corruption_gaussian) }),
      ("rounding to bfloat16, 784×1000", { rounded.matrix(rows: 784, columns: 1000).round() }),
      (
        "Adam's update, 784×1000",
        {
          strata_adam_update(
            y.pointer, x.pointer, m.pointer, v.pointer, columns, 784, columns, 1e-6, 0.9, 0.999, 1e-8,
            0.1, 0.001, 0, 0)
        }
      ),
      (
        "one row's product, 1×1000×784",
        {
          arithmetic.multiply(
            y.matrix(rows: 1, columns: 784).asIs, x.matrix(rows: 784, columns: 1000).asIs,
            into: m.matrix(rows: 1, columns: 1000))
        }
      ),
    ]
  }

  private func multiply() {
    arithmetic.multiply(
      y.matrix(rows: 256, columns: 784).asIs, x.matrix(rows: 784, columns: 1000).asIs,
      into: m.matrix(rows: 256, columns: 1000))
  }

  /// The product that skips zeros, the search for them included.
  private func sparseSeconds(_ density: Double) -> Double {
    let keep = RandomStream(seed: 2, purpose: "zeros").uniform(count: 256 * 784)
    let images = FloatBuffer(count: 256 * 784)
    for place in keep.indices { images.pointer[place] = Double(keep[place]) < density ? 0.5 : 0 }
    let batch = SparseBatch(batchSize: 256, width: 784)
    let matrix = images.matrix(rows: 256, columns: 784)
    return withExtendedLifetime(images) {
      seconds {
        batch.compress(matrix, rows: 0..<256)
        batch.multiply(
          x.matrix(rows: 784, columns: 1000), into: m.matrix(rows: 256, columns: 1000), rows: 0..<256)
      }
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
