internal import Foundation
internal import StrataDatasets
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// What a whole run that was stopped, or was killed, has left: the runs that were done, and the one that was under way. Going
/// on with them ends in the same bits.
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
  ///   - begun: older runs are left alone: whoever begins anew means it.
  init(
    of options: PipelineOptions, control: PipelineOptions?, _ dataset: Dataset, since begun: Date,
    console: Console
  ) throws {
    let runs = try options.store(console).all().compactMap { try? $0.run.get() }.filter {
      $0.record.created >= begun
    }
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
    scratch = try control.map(alike)?.first { $0.record.parent == nil && $0.mayBeTakenUp(.finetune) }
    tuned = own.first { run in
      run.mayBeTakenUp(.finetune)
        && own.contains { $0.name == run.record.parent && $0.isFinished(.pretrain) }
    }
    pretraining =
      tuned.flatMap { tuned in own.first { $0.name == tuned.record.parent } }
      ?? own.first { $0.mayBeTakenUp(.pretrain) }
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

  /// True for a run that is finished, or was stopped or killed and has a checkpoint; one that failed would fail again.
  fileprivate func mayBeTakenUp(_ stage: RunRecord.Stage) -> Bool {
    isFinished(stage)
      || (record.stage == stage && has(.last) && ["interrupted", "died"].contains(statusInWords))
  }

  fileprivate func hasRecipe(_ recipe: Recipe) -> Bool {
    guard let text = try? self.recipe(), let own = try? Recipe(ofRun: text, at: name) else { return false }
    // Data are known by their hash, whatever they are called.
    return RecipeKey.all.allSatisfy { $0.name == "dataset" || $0.write(own) == $0.write(recipe) }
  }
}
