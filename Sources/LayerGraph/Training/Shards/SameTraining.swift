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
    let architecture = try StrictJSON.encode(graph.architecture, at: loss)
    try requireAgreement(
      on: "the network of \(loss)",
      "checksum \(sha256(architecture)), label smoothing \(source.labelSmoothing), class weights \(source.classWeights ?? [])"
    )
    try requireAgreement(on: "the parameters of \(loss)", "checksum \(graph.parameters.checksum)")
  }
}

extension ParameterTable {
  /// The SHA-256 of all numbers.
  var checksum: String { sha256(of: names.lazy.map { self[$0]?.elements ?? [] }) }
}

extension BatchSource {
  /// The SHA-256 of all examples and of their labels.
  fileprivate var checksum: String {
    let examples = sha256(
      of: stride(from: 0, to: features.rows, by: 256).lazy.map { [features] in
        features.matrix(rows: $0..<min($0 + 256, features.rows)).elements
      })
    return sha256(of: [Array(examples.utf8), Array(sha256(of: [labels ?? []]).utf8)])
  }
}
