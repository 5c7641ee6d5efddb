internal import Foundation
internal import StrataCheckpoints
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataPretraining
internal import StrataRecipes
internal import StrataRuns

/// The part of a run's model that another stage begins with.
extension RunFolder {
  /// Throws unless there is an encoder to begin from: that of a finished stack, or of a network, however far it came.
  func requireEncoder() throws {
    if record.stage == .finetune && has(.best) { return }
    guard record.stage != .pretrain || record.status != .finished else { return }
    throw InputError(
      .usage, at: url.relativePath, expected: "a finished pretraining run",
      found: "a run of \(record.stage.rawValue), marked \(record.status.rawValue)",
      advice: "name one of pretraining that is finished")
  }

  /// The encoder to put a head on: of a pretrained stack without its decoders, of a fine-tuned network without its
  /// head and its noise.
  func encoder() throws -> LayerGraph {
    guard record.stage == .finetune else { return try model(.last).droppingDecoders() }
    let network = try model(.best)
    guard let code = network.nodes.last(where: { $0.role == .code }) else {
      throw InputError(
        .missingInput, at: url.relativePath, expected: "a network with codes", found: "one without",
        advice: "name another run")
    }
    return try network.features(of: code.name).droppingNoise()
  }

  /// The name of the checkpoint whose weights another run begins from.
  var weightsName: CheckpointName { record.stage == .finetune ? .best : .last }

  /// The model as far as it has come: of a pretraining run that still runs, or was stopped, the finished layers and the
  /// one in progress.
  ///
  /// - Parameter recipe: the run's own.
  func modelSoFar(_ recipe: Recipe) throws -> LayerGraph {
    if has(.best) { return try model(.best) }
    guard record.stage == .pretrain, has(.last), let training = try checkpoint(.last).training() else {
      return try model(.last)
    }
    let k: Int = try checkpoint(.last).part("layer")
    let layers = try recipe.greedyPretraining().layers
    guard layers.indices.contains(k), let inputs = training.parameters[NodeRole.encoder.weight(of: k)]?.rows
    else {
      throw InputError(
        .malformedData, at: file(CheckpointName.last.fileName).relativePath,
        expected: "layer \(k + 1) of the recipe's \(layers.count)", found: "parameters of others",
        advice: "put the run folder's own files back, or choose another run")
    }
    let layer = try layers[k].autoencoder.graph(inputs: inputs, layer: k, seed: recipe.seed)
      .replacing(parameters: training.parameters)
    return k == 0 ? layer : try model(.last).stacking(layer, on: NodeRole.code[k - 1])
  }
}
