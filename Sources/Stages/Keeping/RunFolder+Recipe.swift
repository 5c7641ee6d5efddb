internal import Foundation
internal import StrataCheckpoints
internal import StrataFiles
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

extension RunFolder {
  /// The recipe that the run was made with.
  ///
  /// It lies in `recipe.yml`, and again in every checkpoint, whose bytes are proven by a hash. Where the file is
  /// missing, cannot be read or says something else, the checkpoint is believed, and the console says so.
  ///
  /// - Throws: `InputError` when neither holds a recipe.
  func ownRecipe(_ console: Console) throws -> Recipe {
    let place = file(FileName.recipe).relativePath
    guard let stored = try storedRecipe() else { return try Recipe(ofRun: recipe(), at: place) }
    do {
      let written = try Recipe(ofRun: recipeText(), at: place)
      guard let key = RecipeKey.all.first(where: { $0.write(written) != $0.write(stored) }) else {
        return written
      }
      console.say(
        "note",
        "\(place) says \(key.name): \(key.write(written)), but the run was made with "
          + "\(key.write(stored)), as its checkpoint has it; the checkpoint's recipe is taken")
    } catch let error as InputError {
      console.say("note", "\(error.wordsOfProgram). The recipe in the run's checkpoint is taken")
    }
    return stored
  }

  /// The recipe in a checkpoint; nil when there is no checkpoint, or none in it.
  private func storedRecipe() throws -> Recipe? {
    guard let name = [CheckpointName.best, .last].first(where: has) else { return nil }
    let checkpoint = try checkpoint(name)
    guard let text: String = try? checkpoint.part("recipe") else { return nil }
    return try Recipe(ofRun: text, at: "\(checkpoint.place), part \"recipe\"")
  }
}
