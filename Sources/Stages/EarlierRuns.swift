internal import Foundation
internal import StrataDatasets
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// What a whole run that was stopped, or was killed, has left: the runs that were done, and the one that was under way. Going
/// on with them ends in the same bits.
struct EarlierRuns {
  /// A run of pretraining and the one that was fine-tuned from it.
  struct Pair {
    fileprivate var pretraining: RunFolder?
    fileprivate var tuned: RunFolder?

    /// What pretraining begins from.
    var startOfPretraining: PretrainStage.Start {
      (pretraining?.url.relativePath).map { .stopped($0) } ?? .nothing
    }

    /// What fine-tuning begins from, of a run of pretraining.
    func startOfTuning(_ run: String) -> FinetuneStage.Start {
      (tuned?.url.relativePath).map { .stopped($0) } ?? .run(run)
    }
  }

  /// The stack.
  private(set) var stack = Pair()
  /// Its control without noise.
  private(set) var copying = Pair()
  private var scratch: RunFolder?

  /// Nothing.
  init() {}

  /// What there is under the folder of runs of a recipe and, beside it, of its controls.
  ///
  /// - Parameters:
  ///   - options: those of the whole run.
  ///   - begun: older runs are left alone: whoever begins anew means it.
  ///   - scratch: the options of the control from random weights; nil where there is none.
  ///   - copying: those of the control without noise; nil where there is none.
  init(
    of options: PipelineOptions, from begun: Date, scratch: PipelineOptions?, copying: PipelineOptions?,
    _ dataset: Dataset, console: Console
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
    stack = Pair(among: try alike(options))
    self.copying = try copying.map { Pair(among: try alike($0)) } ?? Pair()
    self.scratch = try scratch.map(alike)?.first { $0.record.parent == nil && $0.mayBeTakenUp(.finetune) }
  }

  /// What the control from random weights begins from.
  var startFromScratch: FinetuneStage.Start { (scratch?.url.relativePath).map { .stopped($0) } ?? .scratch }
}

extension EarlierRuns.Pair {
  fileprivate init(among runs: [RunFolder]) {
    let tuned = runs.first { run in
      run.mayBeTakenUp(.finetune)
        && runs.contains { $0.name == run.record.parent && $0.isFinished(.pretrain) }
    }
    let parent = tuned.flatMap { tuned in runs.first { $0.name == tuned.record.parent } }
    self.init(pretraining: parent ?? runs.first { $0.mayBeTakenUp(.pretrain) }, tuned: tuned)
  }
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
