public import Foundation
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra

extension GreedyPretraining {
  /// Where the codes of the finished layers are kept while the next one learns from them.
  public enum CodeStorage: Hashable, Sendable {
    /// In memory: four bytes for each example and unit.
    case memory
    /// On the disk of a folder, in a file without a name that is gone afterwards, however that comes; read a batch at
    /// a time.
    case folder(URL)
    /// Nowhere: those of a batch are computed anew by the finished layers, every time. That is refused where it would not
    /// give the same bits, and where noise takes values of other examples, one from each.
    case nowhere
  }

  /// What a layer above the first learns from: the codes that the finished ones make of examples.
  func codes(
    of below: LayerGraph, for examples: any Features, layer k: Int, keeping storage: CodeStorage,
    execution: Execution
  ) throws -> any Features {
    let node = NodeRole.code[k - 1]
    return switch storage {
    case .memory: try below.values(of: node, for: examples, execution: execution)
    case .folder(let folder): try below.values(of: node, for: examples, in: folder, execution: execution)
    case .nowhere: try recomputed(below, of: node, for: examples, layer: k, execution)
    }
  }

  /// Throws where the codes of a layer cannot be computed anew, before anything is trained: that does not depend on what
  /// the weights are.
  func checkRecomputation(for features: any Features, seed: UInt64, execution: Execution) throws {
    let stack = try untrained(inputs: features.columns, seed: seed)
    let some = features[rows: 0..<min(features.rows, 1500)]
    for k in layers.indices.dropFirst() {
      let node = NodeRole.code[k - 1]
      _ = try recomputed(stack.features(of: node), of: node, for: some, layer: k, execution)
    }
  }

  private func recomputed(
    _ below: LayerGraph, of node: String, for examples: any Features, layer k: Int, _ execution: Execution
  ) throws -> any Features {
    func refusal(_ found: String) -> InputError {
      InputError(
        .unavailable, at: "the codes below layer \(k + 1)",
        expected: "codes that can be computed anew for each batch", found: found,
        advice: "keep them in memory or on the disk")
    }
    guard !layers[k].swaps else { throw refusal("noise that takes values of other examples") }
    let values = try RecomputedValues(
      below, of: node, for: examples, batchSize: layers[k].training.batchSize, execution: execution)
    guard let values else { throw refusal("an engine that gives a row other bits in another batch") }
    return values
  }
}
