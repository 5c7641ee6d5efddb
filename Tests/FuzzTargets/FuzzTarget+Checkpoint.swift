import Crypto
import Foundation
import StrataCheckpoints
import StrataClassifiers
import StrataLayerGraph
import StrataLinearAlgebra
import StrataReports
import StrataTestSupport

extension FuzzTarget {
  /// What a checkpoint says beside its tensors, from somebody who knows how to seal one: each line is a
  /// part, `name=JSON`. The tensors are those that `tensors` lists.
  static let checkpoint = FuzzTarget(name: "checkpoint", cap: { 512 * $0 + (8 << 20) }) { bytes, folder in
    var metadata = ["schema_version": String(Checkpoint.schemaVersion)]
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let parts = line.split(separator: UInt8(ascii: "="), maxSplits: 1)
      guard parts.count == 2 else { continue }
      metadata[String(decoding: parts[0], as: UTF8.self)] = String(decoding: parts[1], as: UTF8.self)
    }
    let file = sealed(Safetensors(tensors: tensors, metadata: metadata))
    let checkpoint = try Checkpoint(contentsOf: folder.file("x.safetensors", file.encoded))
    try refusable { _ = try checkpoint.training() }
    try refusable { _ = try checkpoint.part("early_stopping", as: EarlyStopping.self) }
    try use(checkpoint.graph())
  }

  /// Tensors of a stack of four inputs, three units and two classes, and what Adam remembers of one.
  private static let tensors: [String: Tensor] = [
    "encoder.0.weight": Tensor(Matrix(rows: 4, columns: 3, [Float](repeating: 0.5, count: 12))),
    "encoder.0.bias": Tensor(Matrix(rows: 1, columns: 3, [0.1, 0.2, 0.3]), shape: [3]),
    "decoder.0.bias": Tensor(Matrix(rows: 1, columns: 4, [0.1, 0.2, 0.3, 0.4]), shape: [4]),
    "head.weight": Tensor(Matrix(rows: 3, columns: 2, [1, -1, 0.5, 0.25, -0.5, 2])),
    "head.bias": Tensor(Matrix(rows: 1, columns: 2, [0, 1]), shape: [2]),
    "optimizer/head.bias/0": Tensor(Matrix(rows: 1, columns: 2, [0, 1]), shape: [2]),
    "optimizer/head.bias/1": Tensor(Matrix(rows: 1, columns: 2, [0, 1]), shape: [2]),
    "training/head.bias": Tensor(Matrix(rows: 1, columns: 2, [0, 1]), shape: [2]),
    "wide": Tensor(Matrix(rows: 2, columns: 300, [Float](repeating: 1, count: 600))),
    "nothing": Tensor(Matrix(rows: 0, columns: 3)),
    "number": Tensor([1.5 as Double], shape: []),
  ]

  private static let tensorsHash = sha256(Safetensors(tensors: tensors))

  /// The file with the hashes that a checkpoint has: they prove it whole, not well meant.
  private static func sealed(_ file: Safetensors) -> Safetensors {
    var file = file
    file.metadata["metadata_sha256"] = nil
    file.metadata["tensors_sha256"] = tensorsHash
    file.metadata["metadata_sha256"] = sha256(Safetensors(metadata: file.metadata))
    return file
  }

  private static func sha256(_ file: Safetensors) -> String {
    SHA256.hash(data: file.encoded).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }

  /// Does with a graph what the stages do: show it, cut it, add to it, train it a step, and classify.
  private static func use(_ graph: LayerGraph) throws {
    _ = (graph.summary, graph.svg, graph.dot)
    let again = try Checkpoint(graph).graph()
    guard again == graph else { throw Finding.contradiction("the graph that was stored is another one") }
    try refusable {
      let stack = try graph.droppingDecoders()
      _ = try stack.attachingHead(classes: 2).addingDropout(input: 0.2, codes: 0.2)
    }
    guard graph.inputWidth == 4 else { return }
    let examples = Matrix(rows: 4, columns: 4, (0..<16).map { Float($0) / 16 })
    let execution = Execution(engine: .openBLAS, threads: 1)
    for node in ["code.0", "corruption.0", "reconstruction.0"] where graph[node] != nil {
      try refusable {
        guard try graph.holdsFeatures(node) else { return }
        _ = try Inference(
          graph, target: node, noise: Workspace.Noise(seed: 1), batchSize: 4, execution: execution
        ).values(for: examples)
      }
    }
    let labels: [Int32] = [0, 1, 1, 0]
    for loss in ["loss", "loss.0"] where graph[loss] != nil {
      try refusable {
        let recipe = TrainingRecipe(epochs: 1, batchSize: 4, learningRate: 0.1)
        _ = try Trainer(
          graph, minimizing: loss, features: examples, labels: labels, recipe: recipe, seed: 1,
          execution: execution
        ).trainEpoch()
      }
    }
    _ = try Classifier(graph).evaluate(
      on: try LabelledFeatures(examples, labels: labels), execution: execution)
  }

  /// Goes on after a refusal: the program would have stopped there.
  private static func refusable(_ body: () throws -> Void) throws {
    do { try body() } catch { if !isRefusal(error) { throw error } }
  }
}
