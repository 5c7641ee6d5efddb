internal import Foundation
internal import StrataClassifiers
package import StrataFiles

extension RunStore {
  /// The newest run that leaves a classifier, for who names none: a pretrained and fine-tuned network; where there is
  /// none, one from random weights; where there is none of those either, a linear model. Nil when there is no such run.
  ///
  /// - Throws: the error of a newer run that cannot be read.
  package func newestClassifier() throws(InputError) -> RunFolder? {
    for kind in [ModelKind.stackedDenoisingAutoencoder, .stackedAutoencoder, .randomInitialisation] {
      if let run = try newestIntact(.finetune, where: { $0.model == kind }) { return run }
    }
    return try newestIntact(.baseline)
  }

  /// The newest run that leaves a model, for who names none: a classifier, or else a pretrained stack; nil when there is
  /// none.
  ///
  /// - Throws: the error of a newer run that cannot be read.
  package func newestModel() throws(InputError) -> RunFolder? {
    if let run = try newestClassifier() { return run }
    return try newestIntact(.pretrain, where: Self.isNoControl)
  }

  /// The newest pretrained stack, for who names none.
  package func newestStack() throws(InputError) -> RunFolder {
    try newest(.pretrain, where: Self.isNoControl)
  }

  /// What was trained only to be compared with is passed over.
  private static func isNoControl(_ record: RunRecord) -> Bool { record.isControl != true }

  /// The run that another began from: the one of its name among these runs, or else where it lay then. Nil for one that
  /// began from none.
  package func parent(of record: RunRecord) throws(InputError) -> RunFolder? {
    guard let name = record.parent else { return nil }
    if let folder = record.origin?.folder.map({ URL(filePath: $0, directoryHint: .isDirectory) }),
      RunFolder.isRun(folder), !RunFolder.isRun(root.appending(path: name))
    {
      return try RunFolder(folder)
    }
    return try open(name)
  }

  /// What whoever takes a run without naming it has to know: a newer one that trains a network and is not finished; nil where
  /// there is none.
  package func noteOnUnfinished(newerThan run: RunFolder) -> String? {
    guard let runs = try? all() else { return nil }
    for (name, found) in runs {
      guard name != run.name else { return nil }
      guard case .success(let other) = found, other.record.stage.isResumable,
        other.record.status != .finished
      else {
        continue
      }
      return "\(name) is newer, but not finished (\(other.statusInWords)): it is passed over"
    }
    return nil
  }
}
