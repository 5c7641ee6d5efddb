internal import StrataClassifiers
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataPretraining
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// More epochs for a run than its recipe said when it began.
///
/// Where nothing that an epoch does depends on how many there are, a run that goes on ends in the same bits as one that
/// was begun with all of them; but for the choice of the best epoch, where the old last one was looked at for no other
/// reason.
struct MoreEpochs {
  /// The lowest layer that gets more, from 0; 0 in fine-tuning.
  let layer: Int
  /// The epochs that the layer had.
  let epochs: Int
  /// True when layers above it are trained again.
  let retrainsOthers: Bool

  /// The key that says how many there are.
  static func key(of stage: RunRecord.Stage) -> RecipeKey {
    let name = stage == .pretrain ? "pretraining.epochs" : "fine_tuning.epochs"
    guard let key = RecipeKey.all.first(where: { $0.name == name }) else {
      preconditionFailure("no key \(name)")
    }
    return key
  }

  /// What one recipe has more than another, all else being equal; nil when they have the same epochs.
  ///
  /// - Parameters:
  ///   - run: the run's path, for advice.
  ///   - runs: the folder that new runs are to lie in.
  /// - Throws: `InputError` where the run cannot go on so.
  init?(from old: Recipe, to new: Recipe, _ stage: RunRecord.Stage, run: String, runs: String) throws {
    let (before, after) = (try Self.trainings(old, stage), try Self.trainings(new, stage))
    guard let layer = before.indices.first(where: { before[$0].epochs != after[$0].epochs }) else {
      return nil
    }
    let key = Self.key(of: stage)
    for (before, after) in zip(before, after) where after.epochs < before.epochs {
      throw InputError(
        .recipe, at: key.name, expected: "at least \(before.epochs), which the run has had or will have",
        found: "\(after.epochs)", advice: "ask for more, or begin a new run")
    }
    let isFading =
      try stage == .pretrain
      ? old.greedyPretraining().layers[layer].autoencoder.hasFadingNoise : old.fadesInFineTuning
    if stage == .pretrain, before[layer].averaging != nil {
      throw InputError(
        .recipe, at: key.name,
        expected: "\(before[layer].epochs), as only the averages of the weights were kept",
        found: "\(after[layer].epochs)",
        advice: "begin a new run with that many")
    }
    if before[layer].schedule.dependsOnLength || isFading {
      let what = isFading ? "noise" : "learning rate"
      throw InputError(
        .recipe, at: key.name,
        expected: "\(before[layer].epochs), as the \(what) of the run falls in step with them",
        found: "\(after[layer].epochs)",
        advice: stage == .pretrain
          ? "begin a new run with that many"
          : """
          begin the schedule again from its weights, in a new run: mnist-pipeline finetune --from \
          \(run.shellQuoted) --set \(key.assignment(in: new))\
          \(runs == PipelineOptions().runs ? "" : " --runs \(runs.shellQuoted)")
          """)
    }
    self.layer = layer
    epochs = before[layer].epochs
    retrainsOthers = layer < before.count - 1
  }

  /// How each layer, or the whole, is trained.
  private static func trainings(_ recipe: Recipe, _ stage: RunRecord.Stage) throws -> [TrainingRecipe] {
    stage == .pretrain
      ? try recipe.greedyPretraining().layers.map(\.training) : [try recipe.fineTuningRecipe().training]
  }
}

extension Schedule {
  /// True when the rate of an epoch depends on how many there are in all.
  fileprivate var dependsOnLength: Bool {
    switch shape {
    case .constant, .step: false
    case .linearDecay, .cosine: true
    }
  }
}
