internal import Foundation
internal import StrataClassifiers
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// Linear models to compare with: only those that the recipe at hand would make.
extension EvaluateStage {
  /// A search for a linear model.
  struct Search {
    /// The newest one that this recipe would make; nil when there is none.
    var run: RunFolder?
    /// Where there is none but others are: which is the newest of them, and why it is left out.
    var leftOut: String?
  }

  /// The newest finished linear model of a kind that was trained as the recipe says, on the same examples.
  func linearModel(_ model: ModelKind) throws -> Search {
    var leftOut: String?
    for run in try session.store.finished(.baseline) where run.record.model == model {
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
    return model == .linearSVM && run.record.convergence == nil
      ? "it is of an earlier version, whose method did not reach the optimum" : nil
  }
}
