package import StrataLinearAlgebra

/// What a `Trainer` takes, in bytes, known before it is made: from shapes alone.
package struct TrainingMemory: Equatable, Sendable {
  /// Values and gradients of what is computed at a time: a batch, a shard of it, or, where these are normalized together, all
  /// its shards, of which each of several processes has a part only.
  package let batch: Int
  /// The parameters in training, with the copies that products read.
  package let parameters: Int
  /// Gradients that are kept, and what the optimizer remembers.
  package let optimizer: Int
  /// Averaged parameters where they are used in place of those in training, and what measuring statistics takes.
  package let inference: Int

  /// - Parameters:
  ///   - graph: numbers are not looked at.
  ///   - examples: as many as there are; a batch has no more.
  ///   - density: the share of non-zeros in them.
  package init(
    _ graph: LayerGraph, minimizing loss: String, examples: Int, density: Float, recipe: TrainingRecipe,
    arithmetic: Arithmetic
  ) throws {
    let batchSize = min(recipe.batchSize, examples)
    let shards = recipe.shard.map { (batchSize - 1) / $0 + 1 }
    let columns = try graph.columnsNormalizedAcrossShards(recipe, minimizing: loss)
    batch =
      try (columns == nil ? 1 : shards ?? 1)
      * PassLayout(
        graph, targets: [loss], batchSize: min(recipe.shard ?? batchSize, batchSize), withNoise: true,
        statistics: columns == nil ? .ofBatch : .ofAllShards, withGradients: true, density: density,
        arithmetic: arithmetic
      ).bytes
    parameters = ParameterStore.bytes(graph, precision: arithmetic.precision)
    let used = try Set(
      graph.ancestors(of: [loss]).flatMap { try graph.nodes[graph.index(of: $0)].operation.parameters })
    let matrices = Updater.matrices(recipe)
    let trained = graph.trainable.filter(used.contains).compactMap { graph.parameters.shape(of: $0) }
    let remembered = trained.reduce(0) { $0 + matrices * RowLayout($1).bytes() }
    optimizer =
      remembered
      + (shards.map { shards in
        columns.map { LockstepStep.bytes(of: trained, shards: shards, columns: $0) }
          ?? ShardGradients.bytes(of: trained, shards: shards)
      } ?? 0)
    inference = try InferenceParameters.bytes(
      graph, minimizing: loss, isAveraged: recipe.averaging != nil, examples: examples, density: density,
      arithmetic: arithmetic)
  }
}
