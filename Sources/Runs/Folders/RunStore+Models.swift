internal import StrataClassifiers
package import StrataFiles

extension RunStore {
  /// The newest run that leaves a classifier, for who names none: a pretrained and fine-tuned network; where there is
  /// none, one from random weights; where there is none of those either, a linear model. Nil when there is no such run.
  ///
  /// - Throws: the error of a newer run that cannot be read.
  package func newestClassifier() throws(InputError) -> RunFolder? {
    for kind in [ModelKind.stackedDenoisingAutoencoder, .randomInitialisation] {
      if let run = try newestIntact(.finetune, where: { $0.model == kind }) { return run }
    }
    return try newestIntact(.baseline)
  }
}
