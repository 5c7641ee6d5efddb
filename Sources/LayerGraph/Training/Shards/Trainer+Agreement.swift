internal import StrataCommunication
internal import StrataFiles
internal import StrataLinearAlgebra

extension LayerGraph {
  /// Throws where a batch cannot be computed shard by shard, or several processes have no shards to share.
  func checkShards(_ recipe: TrainingRecipe, for loss: String, ranks: Int) throws {
    guard recipe.shard != nil else {
      guard ranks > 1 else { return }
      let shard = max(1, recipe.batchSize / ranks)
      throw InputError(
        .recipe, at: "shard", expected: "the examples of a shard, where \(ranks) processes share a batch",
        found: "none", advice: "set it: \(shard) cuts a batch of \(recipe.batchSize) for them")
    }
    for name in try ancestors(of: [loss]) {
      guard case .sparsity = nodes[try index(of: name)].operation else { continue }
      throw InputError(
        .recipe, at: "shard",
        expected: "none where there is a sparsity penalty, whose means are over the whole batch",
        found: "\(recipe.shard ?? 0)", advice: "leave the penalty out, or the shards")
    }
  }
}

extension ProcessGroup {
  /// Throws on every process unless all begin the same training.
  func requireSameTraining(
    _ graph: LayerGraph, _ recipe: TrainingRecipe, loss: String, seed: UInt64, source: BatchSource,
    execution: Execution
  ) throws {
    guard count > 1 else { return }
    let (engine, precision) = (execution.arithmetic.engine, execution.arithmetic.precision)
    try requireAgreement(
      on: "the arithmetic",
      "\(engine.version), \(engine.kernels) kernels, \(Engine.plain.kernels) loops, \(precision.rawValue)")
    try requireAgreement(on: "the recipe of \(loss)", "\(recipe), seed \(seed)")
    try requireAgreement(
      on: "the data of \(loss)",
      "\(source.features.rows) examples of \(source.features.columns), checksum \(source.checksum)")
    try requireAgreement(on: "the parameters of \(loss)", "checksum \(graph.parameters.checksum)")
  }
}

extension ParameterTable {
  /// A number that differs when any bit of any parameter does, as good as certainly.
  var checksum: String {
    var sum = Checksum()
    for name in names { sum.add(self[name]?.elements ?? []) }
    return sum.hexadecimal
  }
}

extension BatchSource {
  /// The same of all examples.
  fileprivate var checksum: String {
    var sum = Checksum()
    for first in stride(from: 0, to: features.rows, by: 256) {
      sum.add(features.matrix(rows: first..<min(first + 256, features.rows)).elements)
    }
    for label in labels ?? [] { sum.add(UInt32(bitPattern: label)) }
    return sum.hexadecimal
  }
}

/// FNV-1a over whole numbers of 32 bits (Fowler, Noll and Vo): not against malice, but against a processor of another kind.
private struct Checksum {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ word: UInt32) { state = (state ^ UInt64(word)) &* 0x100_0000_01b3 }

  mutating func add(_ numbers: [Float]) { for number in numbers { add(number.bitPattern) } }

  var hexadecimal: String { String(state, radix: 16) }
}
