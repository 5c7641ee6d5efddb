internal import Foundation
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataFiles
internal import StrataRuns
internal import StrataSession

/// Which runs can be measured beside each other.
extension EvaluateStage {
  /// What kind of model a run leaves. Throws when it leaves none that predicts.
  func kind(of run: RunFolder) throws -> ModelKind {
    if let kind = run.record.model { return kind }
    throw InputError(
      .usage, at: run.url.relativePath, expected: "a fine-tuned or baseline run",
      found: "a run of \(run.record.stage.rawValue)", advice: "name another run, or none for the newest")
  }

  /// Throws where a run's training kept nothing for a test: nothing of its data is left that it has not learned from.
  func requireTest(for run: RunFolder) throws(InputError) {
    let dataset = run.record.dataset
    guard dataset.test == 0, dataset.sha256 == session.dataset.sha256 else { return }
    throw InputError(
      .missingInput, at: run.url.relativePath, expected: "a run that kept examples for the test",
      found: "one that has learned from all of them",
      advice: """
        measure it on others: mnist-pipeline evaluate --model \(run.url.relativePath.shellQuoted) --dataset PATH; or \
        pretrain and fine-tune anew with data.test
        """)
  }

  /// Throws where the test examples may be among those that a run learned from, in pretraining or after it.
  func requireUnseenTest(of run: RunFolder) throws(InputError) {
    let here = session.dataset.forRecord
    let learned = [run.record.dataset] + (run.record.origin.map { [$0.dataset] } ?? [])
    guard learned.contains(where: here.mayTestOnExamples) else { return }
    throw InputError(
      .recipe, at: run.url.relativePath,
      expected:
        "a run whose data were divided as those of this table are, so that it has seen none of the test examples",
      found: "one whose data were divided otherwise",
      advice: "evaluate it by itself, without keys of the division (split, data.split_seed, data.test)")
  }

  /// More images than this are a slip of the pen.
  private static let mostImages = 1 << 32

  /// Throws where a record, which anybody may have edited, says what cannot be.
  func check(_ run: RunFolder) throws {
    let record = run.record
    let isPossible =
      (0...Self.mostImages).contains(record.dataset.validation)
      && [record.trainingSeconds, record.origin?.trainingSeconds ?? 0].allSatisfy { $0.isFinite && $0 >= 0 }
      && record.validationErrors.map {
        (1...1 << 30).contains(record.dataset.validation) && (0...record.dataset.validation).contains($0)
      } ?? true
    guard !isPossible else { return }
    throw InputError(
      .malformedData, at: run.file("run.json").relativePath,
      expected: "seconds of 0 or more, and no more errors than examples",
      found: "\(record.trainingSeconds) s, \(record.validationErrors ?? 0) errors of "
        + "\(record.dataset.validation)", advice: "choose another run, or put the file right")
  }
}
