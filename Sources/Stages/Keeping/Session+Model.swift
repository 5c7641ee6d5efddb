internal import Foundation
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataInference
internal import StrataLayerGraph
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

extension Session {
  /// Keeps what a run came to as a model: with the encoding, the names of the classes, and where it is from.
  ///
  /// - Parameters:
  ///   - classifier: the network; nil after pretraining.
  ///   - stack: the pretrained stack with its decoders; nil where there was none.
  ///   - learnedBefore: the examples that the stack had learned from before.
  ///   - errors: wrong predictions among the validation examples, out of how many.
  func keep(
    classifier: Classifier?, stack: LayerGraph?, learnedBefore: LearnedRows? = nil, errors: Proportion? = nil,
    in run: RunWriter
  ) throws {
    var provenance = Model.Provenance()
    (provenance.dataset, provenance.datasetHash) = (dataset.name, dataset.sha256)
    (provenance.recipe, provenance.seed) = (recipe.yaml, recipe.seed)
    provenance.versions = Machine(options.execution).versions
    (provenance.validationErrors, provenance.validationCount) = (errors?.count, errors?.total)
    var model = try Model(
      classifier: classifier, stack: stack, encoding: dataset.encoding,
      classNames: classifier == nil ? [] : dataset.classNames, provenance: provenance)
    model.learnedRows = LearnedRows(dataset.learningHashes).merging(learnedBefore)
    try dataset.requireIntact()
    try model.judging(by: dataset.validation.features, execution: options.execution)
      .write(to: run.url.appending(path: RunFolder.FileName.model))
  }
}
