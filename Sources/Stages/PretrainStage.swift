internal import Foundation
package import StrataDatasets
package import StrataRuns
package import StrataSession

/// Learning without labels: the stack, layer by layer, into a run folder.
package struct PretrainStage: Stage {
  /// What pretraining begins from.
  package enum Start: Sendable, Equatable {
    /// Nothing: a new run, from random weights.
    case nothing
    /// The last checkpoint of a run that was stopped, by name or path, or `newest` for the newest that is not finished. Of
    /// one that is finished nothing is done.
    case stopped(String)
  }

  /// What pretraining came to.
  package struct Outcome: Encodable, Sendable {
    /// The run folder's path.
    package let run: String
    /// The numbers in the stack's parameters, decoders included.
    package let parameters: Int
    /// The last epoch of each layer.
    package let layers: [PretrainingMetrics]
    /// Seconds of training.
    package let seconds: Double
    /// What does not look right about training.
    package let findings: [RunRecord.Finding]
  }

  private enum Work {
    case nothing(RunFolder)
    case training(StackTraining)
  }

  private let work: Work

  /// Pretraining with a user's options.
  ///
  /// - Parameter dataset: the examples of a new run, when they are loaded already.
  /// - Throws: `InputError` when there is no run to go on with, or when data or recipe are not those it began with.
  package init(
    _ options: PipelineOptions, from start: Start = .nothing, dataset: Dataset? = nil, console: Console
  ) throws {
    switch start {
    case .nothing:
      let session = try Session(
        options: options, recipe: options.recipe(), dataset: dataset, console: console)
      work = .training(StackTraining(Beginning(session)))
    case .stopped(let name):
      let resumption = try Resumption(.pretrain, name, options: options, console: console)
      work =
        try resumption.sayIfFinished()
        ? .nothing(resumption.folder) : .training(StackTraining(Beginning(resumption)))
    }
  }

  /// Pretrains.
  package func run() throws -> Outcome {
    switch work {
    case .nothing(let run): try Outcome(of: run)
    case .training(let training): try training.train()
    }
  }
}

extension PretrainStage.Outcome {
  /// What a run came to.
  init(of run: RunFolder) throws {
    let metrics = try run.metrics(as: PretrainingMetrics.self)
    let last = Dictionary(metrics.map { ($0.layer, $0) }) { _, later in later }
    self.init(
      run: run.url.relativePath, parameters: run.record.parameters ?? 0,
      layers: last.values.sorted { $0.layer < $1.layer }, seconds: run.record.trainingSeconds,
      findings: run.record.findings ?? [])
  }
}
