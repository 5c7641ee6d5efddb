internal import Checkpoints
internal import Datasets
internal import LayerGraph
internal import LinearAlgebra

/// What a checkpoint says about a model beside its graph, by the names of the parts.
enum ModelPart {
  /// How a pixel became the number that it saw.
  static let normalization = "normalization"
  /// The hash of the examples that it learned from.
  static let dataset = "dataset_sha256"
  /// The resolved recipe.
  static let recipe = "recipe"
  /// The random seed.
  static let seed = "seed"
  /// The versions of the program and of what computed for it.
  static let versions = "versions"
}

extension RunFolder {
  /// The model in a checkpoint. Throws when it was trained on other numbers than images now become.
  func model(_ name: CheckpointName) throws(InputError) -> LayerGraph {
    let checkpoint = try checkpoint(name)
    let graph = try checkpoint.graph()
    let normalization: String = try checkpoint.part(ModelPart.normalization)
    guard normalization == Dataset.normalization else {
      throw InputError(
        .malformedData, at: checkpoint.place, expected: "a model of inputs \(Dataset.normalization)",
        found: String(normalization.prefix(60)).debugDescription, advice: "take another model, or train again"
      )
    }
    return graph
  }
}
