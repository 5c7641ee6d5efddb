import Foundation
import StrataTestSupport
import Testing

@testable import StrataRecipes

/// Keys that recipes of earlier versions have.
struct RetiredKeyTests {
  @Test(arguments: RecipeKey.retired.keys.sorted())
  func aRetiredKeyIsReadAndSaidToHaveNoMeaning(name: String) throws {
    var recipe = Recipe()
    try recipe.set("\(name)=20")
    try recipe.set("\(name)=20")
    #expect(
      recipe.notes.texts == ["\(name) has no meaning any more: \(try #require(RecipeKey.retired[name]))"])
    #expect(recipe.yaml == Recipe().yaml)
    let parts = name.split(separator: ".")
    #expect(try Recipe(yaml: "\(parts[0]):\n  \(parts[1]): 20\n", at: "test") == recipe)
    #expect(!RecipeKey.all.contains { $0.name == name })
  }

  @Test func aStageSaysSo() throws {
    let tiny = try TinyRun(TinyDigits(), "baseline.svm_epochs=3")
    _ = try tiny.session()
    #expect(
      tiny.capture.words.contains("baseline.svm_epochs has no meaning any more: the linear SVM goes on"))
  }

  @Test func theRecipesOfTheProjectHaveNone() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Models", directoryHint: .isDirectory)
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "yml" }
    #expect(files.count > 3)
    for file in files { #expect(try Recipe(contentsOf: file).notes.texts.isEmpty) }
  }
}
