// Examples that write themselves when they are asked for, and are never all in memory.

import Strata

// snippet.type
/// Windows of a long signal.
struct Windows: RowFeatures {
  let signal: [Float]
  let columns: Int
  var rows: Int { signal.count - columns + 1 }
  var range: ClosedRange<Float>? { 0...1 }

  func write(columns: Range<Int>, ofRow row: Int, to values: inout MutableSpan<Float>) {
    for (index, column) in columns.enumerated() { values[index] = signal[row + column] }
  }
}
// snippet.end

// snippet.use
let signal = RandomStream(seed: 1, purpose: "signal").uniform(count: 5_000)
let windows = Windows(signal: signal, columns: 50)
let layer = GreedyPretraining.Layer(
  autoencoder: DenoisingAutoencoder(units: 30, corruption: .masking(0.25)),
  training: TrainingRecipe(epochs: 2, batchSize: 50, learningRate: 0.1))
let stack = try GreedyPretraining(layers: [layer]).fit(windows, seed: 1)
print("\(windows.rows) windows; the stack: \(stack.summary.line)")
// snippet.end
