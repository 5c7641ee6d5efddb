internal import StrataClassifiers
internal import StrataDatasets
internal import StrataFiles
package import StrataInference
internal import StrataRuns

extension ModelSource {
  /// The newest network of the same data that was trained from random weights, to be seen beside one that was pretrained;
  /// nil where there is none, or the model is from no run.
  package var control: Model? {
    guard model.stack != nil, let (run, store) = origin,
      let other = try? store.newestIntact(
        .finetune,
        where: {
          $0.model == .randomInitialisation && $0.dataset.sha256 == run.record.dataset.sha256
        }),
      let control = try? other.wholeModel(),
      control.encoding == model.encoding, control.classNames == model.classNames
    else { return nil }
    return control
  }
}
