internal import Foundation
internal import StrataClassifiers
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// Linear models to compare with: only those that the recipe at hand would make.
extension EvaluateStage {
  /// The linear models to compare the runs with, of the inputs and then of the features of each run's stack, and what there
  /// is to say of those that are left out. The regression of the inputs is trained on the spot where there is none, the
  /// others where that was asked for.
  func linearModels() throws -> (runs: [RunFolder], remarks: [String]) {
    var (found, remarks): ([RunFolder], [String]) = ([try baseline()], [])
    func add(_ model: ModelKind, on origin: RunRecord.Origin? = nil) throws {
      let search = try linearModel(model, on: origin)
      func stack() throws -> RunFolder? { try origin.map { try session.store.open($0.name) } }
      if let run = search.run {
        found.append(run)
      } else if missing.contains(model) {
        let frozen = try stack().map { try FrozenStack($0) }
        found.append(try trained(BaselineStage(session, model: model, on: frozen)))
      } else if let leftOut = search.leftOut {
        // Of a stack that is gone there is none.
        let command = try? session.command(for: model, from: stack())
        remarks.append(leftOut + (command.map { ". The one to compare with is made by: \($0)" } ?? ""))
      }
    }
    try add(.linearSVM)
    for run in runs where run.record.model?.isFineTunedStack == true {
      guard let origin = run.record.origin else { continue }
      for model in [ModelKind.logisticRegressionOnFeatures, .linearSVMOnFeatures] {
        try add(model, on: origin)
      }
    }
    return (found, remarks)
  }

  /// The newest logistic regression of this recipe on the same examples, or one that is trained on the spot.
  private func baseline() throws -> RunFolder {
    let search = try linearModel(.logisticRegression)
    if let run = search.run { return run }
    if let leftOut = search.leftOut { session.console.say("note", leftOut) }
    session.console.say("baseline", "none yet of this recipe on these examples: it is trained now")
    return try trained(BaselineStage(session, model: .logisticRegression))
  }

  private func trained(_ stage: BaselineStage) throws -> RunFolder {
    do {
      return try session.store.open(URL(fileURLWithPath: stage.run().run).lastPathComponent)
    } catch var interruption as Interruption {
      interruption.commands = [command]
      throw interruption
    }
  }

  /// A search for a linear model.
  struct Search {
    /// The newest one that this recipe would make; nil when there is none.
    var run: RunFolder?
    /// Where there is none but others are: which is the newest of them, and why it is left out.
    var leftOut: String?
  }

  /// The newest finished linear model of a kind that was trained as the recipe says, on the same examples.
  ///
  /// - Parameter origin: the run whose stack makes the features; nil for a model of the inputs.
  private func linearModel(_ model: ModelKind, on origin: RunRecord.Origin? = nil) throws -> Search {
    var leftOut: String?
    for run in try session.store.finished(.baseline)
    where run.record.model == model && run.record.origin?.weights == origin?.weights {
      guard let difference = try difference(of: run, from: model) else { return Search(run: run) }
      leftOut = leftOut ?? "\(model.title), \(run.name), is left out: \(difference)"
    }
    return Search(leftOut: leftOut)
  }

  /// In what a linear model differs from the one that the recipe at hand would make, in words; nil when in nothing.
  private func difference(of run: RunFolder, from model: ModelKind) throws -> String? {
    let (there, here) = (run.record.dataset, session.dataset.forRecord)
    if there.sha256 != here.sha256 {
      return there.name == here.name
        ? "it was trained on other examples of the name \(there.name)"
        : "it was trained on \(there.name), not on \(here.name)"
    }
    if (there.train, there.validation, there.test) != (here.train, here.validation, here.test) {
      return "its examples are \(there.train) for training, \(there.validation) for validation and "
        + "\(there.test) for the test, not \(here.train), \(here.validation) and \(here.test)"
    }
    guard here.isDivided(as: there) else { return "its examples were divided otherwise" }
    let recipe = try Recipe(ofRun: run.recipe(), at: run.file("recipe.yml").relativePath)
    let keys = RecipeKey.deciding(model).filter { $0.write(recipe) != $0.write(session.recipe) }
    if !keys.isEmpty {
      return keys.map { "its \($0.name) is \($0.write(recipe)), not \($0.write(session.recipe))" }
        .joined(separator: ", ")
    }
    // Before its end was recorded the machine was trained by another method, which did not reach the optimum.
    return model.linearModel == .linearSVM && run.record.convergence == nil
      ? "it is of an earlier version, whose method did not reach the optimum" : nil
  }
}
