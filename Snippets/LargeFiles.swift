// Features of a file that does not fit into memory.

import Foundation
import Strata

let scratch = FileManager.default.temporaryDirectory
let file = scratch.appending(path: "rows-\(UUID().uuidString).npy")
let examples = Matrix(rows: 640, columns: 8, RandomStream(seed: 1, purpose: "rows").uniform(count: 640 * 8))
try NPYArray(examples.elements, shape: [640, 8]).write(to: file)
defer { try? FileManager.default.removeItem(at: file) }

// snippet.use
let rows = try StoredRows(contentsOf: file)
let layer = GreedyPretraining.Layer(
  autoencoder: DenoisingAutoencoder(units: 16, corruption: .masking(0.25)),
  training: TrainingRecipe(epochs: 2, batchSize: 16, learningRate: 0.1))
let stack = try GreedyPretraining(layers: [layer, layer]).fit(rows, seed: 1, keeping: .folder(scratch))
// snippet.end
print("\(rows.rows) rows; the stack: \(stack.summary.line)")
