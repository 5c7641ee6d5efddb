internal import Foundation
internal import StrataDatasets
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// What a whole run that was stopped, or was killed, has left: the run that was under way, and those that were done before
/// it. Going on with them ends in the same bits.
struct EarlierRuns {
  private var pretraining: RunFolder?
  private var tuned: RunFolder?
  private var scratch: RunFolder?

  /// Nothing.
  init() {}

  /// What there is under the folder of runs of a recipe and, beside it, of its control from random weights.
  ///
  /// - Parameters:
  ///   - options: those of the whole run.
  ///   - control: those of the control; nil where there is none.
  init(of options: PipelineOptions, control: PipelineOptions?, _ dataset: Dataset, console: Console) throws {
    let runs = try options.store(console).all().compactMap { try? $0.run.get() }
    let machine = Machine(options.execution)
    func alike(_ options: PipelineOptions) throws -> [RunFolder] {
      let recipe = try options.recipe().resolved(for: dataset)
      return runs.filter { run in
        let record = run.record
        return record.dataset.isSame(as: dataset.forRecord) && record.versions == machine.versions
          && ([record.arithmetic] + (record.earlierArithmetic ?? [])).allSatisfy {
            $0.givesTheBits(of: machine.arithmetic)
          } && run.hasRecipe(recipe)
      }
    }
    let own = try alike(options)
    scratch = try control.map(alike)?.first { $0.record.parent == nil && $0.mayGoOn(.finetune) }
    // What is finished is taken up only where something that came after it was stopped.
    tuned = own.first {
      $0.record.parent != nil && ($0.mayGoOn(.finetune) || (scratch != nil && $0.isFinished(.finetune)))
    }
    if let parent = tuned?.record.parent {
      pretraining = own.first { $0.name == parent && $0.isFinished(.pretrain) }
      if pretraining == nil { tuned = nil }
    } else {
      pretraining = own.first { $0.mayGoOn(.pretrain) }
    }
  }

  /// What pretraining begins from.
  var startOfPretraining: PretrainStage.Start {
    (pretraining?.url.relativePath).map { .stopped($0) } ?? .nothing
  }

  /// What fine-tuning begins from, of a run of pretraining.
  func startOfTuning(_ run: String) -> FinetuneStage.Start {
    (tuned?.url.relativePath).map { .stopped($0) } ?? .run(run)
  }

  /// What the control begins from.
  var startFromScratch: FinetuneStage.Start { (scratch?.url.relativePath).map { .stopped($0) } ?? .scratch }
}

extension RunFolder {
  fileprivate func isFinished(_ stage: RunRecord.Stage) -> Bool {
    record.stage == stage && record.status == .finished
  }

  /// True for a run that was stopped or killed, and has a checkpoint; one that failed would fail again.
  fileprivate func mayGoOn(_ stage: RunRecord.Stage) -> Bool {
    record.stage == stage && has(.last) && ["interrupted", "died"].contains(statusInWords)
  }

  fileprivate func hasRecipe(_ recipe: Recipe) -> Bool {
    guard let text = try? self.recipe(), let own = try? Recipe(ofRun: text, at: name) else { return false }
    // Data are known by their hash, whatever they are called.
    return RecipeKey.all.allSatisfy { $0.name == "dataset" || $0.write(own) == $0.write(recipe) }
  }
}
