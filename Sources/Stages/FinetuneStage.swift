internal import Foundation
package import StrataDatasets
internal import StrataRuns
package import StrataSession

/// Learning with labels: the decoders dropped, a head attached, the whole trained end to end.
package struct FinetuneStage: Stage {
  /// What fine-tuning begins from.
  package enum Start: Sendable, Equatable {
    /// The newest finished pretraining run.
    case newest
    /// A pretraining run, or a fine-tuned one whose training begins again, by name or path.
    case run(String)
    /// The same shape at random initialisation.
    case scratch
    /// The last checkpoint of a run that was stopped, by name or path, or `newest` for the newest that is not finished. Of
    /// one that is finished nothing is done.
    case stopped(String)
  }

  private enum Work {
    case nothing(RunFolder)
    case training(NetworkTraining)
  }

  private let work: Work

  /// Fine-tuning with a user's options. The recipe of a new run is the pretraining run's, unless they name another.
  ///
  /// - Parameter dataset: the examples of a new run, when they are loaded already.
  /// - Throws: `InputError` when there is no such run, when it does not fit the data, or when data or recipe are not those
  ///   that a stopped run began with.
  package init(
    _ options: PipelineOptions, from start: Start, dataset: Dataset? = nil, console: Console
  ) throws {
    switch start {
    case .newest:
      let parent = try options.store(console).newestStack()
      work = .training(try NetworkTraining(options, from: parent, isNewest: true, dataset, console))
    case .run(let name):
      let parent = try options.store(console).open(name)
      work = .training(try NetworkTraining(options, from: parent, isNewest: false, dataset, console))
    case .scratch:
      work = .training(try NetworkTraining(fromScratch: options, dataset, console))
    case .stopped(let name):
      let resumption = try Resumption(.finetune, name, options: options, console: console)
      work =
        try resumption.sayIfFinished()
        ? .nothing(resumption.folder) : .training(NetworkTraining(resumption))
    }
  }

  /// Fine-tunes.
  package func run() throws -> Outcome {
    switch work {
    case .nothing(let run):
      let parent = run.record.parent.map { run.url.deletingLastPathComponent().appending(path: $0) }
      return try Outcome(of: run, from: parent?.relativePath, reason: "finished before")
    case .training(let training): return try training.train()
    }
  }
}
