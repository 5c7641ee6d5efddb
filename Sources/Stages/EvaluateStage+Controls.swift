internal import Foundation
internal import StrataClassifiers
internal import StrataLayerGraph
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// Controls: networks of the runs' shape that were trained the same way, but from random weights, or with a stack that was
/// pretrained without noise.
extension EvaluateStage {
  /// The controls of the runs, and what there is to say where there is none.
  struct Controls {
    /// At most one of each kind for each run, each once.
    var runs: [RunFolder] = []
    /// Why others are left out, and the commands that make the right ones.
    var remarks: [String] = []
  }

  /// For each pretrained run the newest control of each kind, of the run's own seed if there is one. Where others are there
  /// but no comparison, a remark says so.
  func controls() throws -> Controls {
    var controls = Controls()
    for run in runs where run.record.model?.isFineTunedStack == true {
      try add(.randomInitialisation, "trained from random weights", of: run, to: &controls)
      if run.record.model == .stackedDenoisingAutoencoder {
        try add(.stackedAutoencoder, "pretrained without noise", of: run, to: &controls)
      }
    }
    controls.runs = controls.runs.withoutRepetitions
    return controls
  }

  private func add(
    _ kind: ModelKind, _ description: String, of run: RunFolder, to controls: inout Controls
  ) throws {
    let candidates = try session.store.finished(.finetune).filter { $0.record.model == kind }
    let wanted = try traits(of: run)
    var fitting: [RunFolder] = []
    var leftOut: String?
    for candidate in candidates {
      guard let difference = difference(of: candidate, from: wanted) else {
        fitting.append(candidate)
        continue
      }
      leftOut = leftOut ?? "\(candidate.name), \(description), is left out: \(difference)"
    }
    if let control = fitting.first(where: { $0.record.seed == run.record.seed }) ?? fitting.first {
      controls.runs.append(control)
    } else if let leftOut {
      controls.remarks.append(
        "\(leftOut). A control of \(run.name) is made by: \(command(for: kind, of: run, wanted.recipe))")
    }
  }

  /// What has to be the same in a run and its control.
  private struct Traits {
    let architecture: LayerGraph.Architecture
    let dataset: RunRecord.Dataset
    let recipe: Recipe
  }

  private func traits(of run: RunFolder) throws -> Traits {
    Traits(
      architecture: try run.model(.best).architecture, dataset: run.record.dataset,
      recipe: try run.ownRecipe(session.console))
  }

  /// In what a run differs from what its control has to be, in words; nil when in nothing.
  private func difference(of run: RunFolder, from wanted: Traits) -> String? {
    let (there, here) = (run.record.dataset, wanted.dataset)
    if there.sha256 != here.sha256 { return "it learned from other examples, \(there.name)" }
    if there.train != here.train || there.validation != here.validation {
      return "it learned from \(there.train) examples and was chosen by \(there.validation), not by "
        + "\(here.train) and \(here.validation)"
    }
    guard here.isDivided(as: there) else { return "its examples were divided otherwise" }
    do {
      let traits = try traits(of: run)
      let keys = Self.keysInCommon(with: run.record.model).filter {
        $0.write(traits.recipe) != $0.write(wanted.recipe)
      }
      if !keys.isEmpty {
        return keys.map { "its \($0.name) is \($0.write(traits.recipe)), not \($0.write(wanted.recipe))" }
          .joined(separator: ", ")
      }
      return traits.architecture == wanted.architecture ? nil : "its network has another shape"
    } catch {
      return "it cannot be read (\(error.wordsOfProgram))"
    }
  }

  /// What a control of a kind shares with the run: fine-tuning, and of pretraining all but the noise where it had one.
  private static func keysInCommon(with kind: ModelKind?) -> [RecipeKey] {
    let isPretrained = kind?.isFineTunedStack == true
    let noise = ["stack.corruption", "stack.level", "stack.code_noise", "stack.emphasis"]
    return RecipeKey.all.filter { key in
      key.name.hasPrefix("fine_tuning.")
        || isPretrained && (key.name.hasPrefix("pretraining.") || key.name.hasPrefix("stack."))
          && !noise.contains(key.name)
    }
  }

  private func command(for kind: ModelKind, of run: RunFolder, _ recipe: Recipe) -> String {
    var options = PipelineOptions()
    options.program = session.options.program
    options.recipeFile = run.file(RunFolder.FileName.recipe).relativePath
    options.dataFolder = session.options.dataFolder
    options.runs = session.options.runs
    options.threads = session.options.threads
    options.engine = session.options.engine
    options.precision = session.options.precision
    guard kind == .stackedAutoencoder else { return options.command("finetune", ["--from-scratch"]) }
    var pretraining = options
    pretraining.assignments = recipe.assignmentsWithoutNoise
    options.recipeFile = nil
    return options.command("finetune") + " --from \"$(\(pretraining.command("pretrain")))\""
  }
}

extension [RunFolder] {
  /// Each run once, wherever and by whatever path it was named.
  var withoutRepetitions: [RunFolder] {
    reduce(into: []) { kept, run in
      if !kept.contains(where: { $0.isSameRun(as: run) }) { kept.append(run) }
    }
  }
}

extension RunFolder {
  /// True for the same folder, and for a copy of it.
  fileprivate func isSameRun(as other: RunFolder) -> Bool {
    url.resolvingSymlinksInPath().path == other.url.resolvingSymlinksInPath().path
      || name == other.name && record == other.record
  }
}
