import Foundation
import StrataFiles
import StrataRecipes
import StrataTestSupport
import Testing

/// What comes with the program, in the working directory and beside the program.
struct ShippedFilesTests {
  private let folder: TemporaryFolder
  private let files: ShippedFiles

  init() throws {
    folder = try TemporaryFolder()
    files = ShippedFiles(program: folder("usr/bin/strata"), workingDirectory: folder("work"))
    try folder.write("name: a\n", to: "work/Models/a.yml")
    for name in ["a", "b", "few-labels"] {
      try folder.write("name: \(name)\n", to: "usr/share/strata/Models/\(name).yml")
    }
    try folder.write("a model", to: "usr/share/strata/Models/digits.safetensors")
    try folder.write("a secret", to: "usr/share/strata/secret.yml")
  }

  @Test func theWorkingDirectoryComesFirst() throws {
    #expect(try files.recipe("a").path == folder("work/Models/a.yml").path)
    #expect(try files.recipe("b").path == folder("usr/share/strata/Models/b.yml").path)
    #expect(
      files.file("digits.safetensors")?.path == folder("usr/share/strata/Models/digits.safetensors").path)
    #expect(files.file("digits.onnx") == nil)
    #expect(files.recipeNames == ["a", "b", "few-labels"])
  }

  @Test(arguments: ["b", "b.yml", "Models/b", "Models/b.yml"]) func aNameMayHaveItsEnd(name: String) throws {
    #expect(try files.recipe(name).lastPathComponent == "b.yml")
  }

  /// A name is a name, and no way out of the folder.
  @Test(arguments: ["../secret", "Models/../secret.yml", ".", "", "a/b", "/a", "Models/"])
  func pathsAreNoNames(name: String) { #expect(files.file(name) == nil) }

  @Test(arguments: [
    ("few-label", "did you mean few-labels? If not, check the path"), ("wholly-other", "check the path"),
    ("elsewhere/few-label.yml", "did you mean few-labels? If not, check the path"),
  ])
  func anUnknownNameIsRefused(name: String, advice: String) throws {
    let error = try #require(inputError { _ = try files.recipe(name) })
    #expect(error.kind == .missingInput)
    #expect(error.place == name)
    #expect(error.expected == "a recipe: the path of a file, or one of a, b, few-labels")
    #expect(error.advice.description == advice)
  }

  /// Where nothing came with it, a path is all that there can be.
  @Test func withoutAnyFilesThePathIsTaken() throws {
    let alone = ShippedFiles(program: folder("elsewhere/strata"), workingDirectory: folder("elsewhere"))
    #expect(alone.recipeNames.isEmpty)
    let error = try #require(inputError { _ = try alone.recipe("b") })
    #expect(error.expected == "the path of a recipe" && error.found.contains("beside an installed program"))
    let own = try folder.write("seed: 1", to: "own.yml")
    #expect(try alone.recipe(own).path == own)
  }

  @Test func aDocumentIsNamedWhereItLies() throws {
    #expect(files.document("recipes.md") == "docs/recipes.md")
    let path = try folder.write("text", to: "usr/share/strata/docs/installed.md")
    #expect(files.document("installed.md") == path)
  }
}
