import Foundation
import StrataFiles
import StrataRecipes
import StrataTestSupport
import Testing

/// Files and texts that hold no recipe, and what editors put before one.
struct RecipeFileTests {
  @Test(arguments: [
    "seed: 1\nseed: 2", "stack: {tied: true}\nstack: {tied: false}", "seed: [", "a: b: c", "\tseed: 1",
    "seed: 1\n---\nseed: 2", "name: a\u{0}b", "stack: &a\n  units: *a",
    String(repeating: "[", count: 30000),
  ])
  func whatIsNotYAMLIsRefused(yaml: String) throws {
    let error = try #require(inputError { _ = try Recipe(yaml: yaml, at: "my.yml") })
    #expect(error.kind == .recipe)
    #expect(error.place == "my.yml" || error.place.hasPrefix("my.yml, line "))
    #expect(error.expected == "YAML")
    #expect(error.found.utf8.count < 1000)
  }

  @Test func aTabIsNamed() throws {
    let error = try #require(inputError { _ = try Recipe(yaml: "stack:\n\tunits: [3]\n", at: "my.yml") })
    #expect(error.advice == "begin lines with spaces: one begins with a tab")
  }

  /// Nine aliases of nine aliases of …: ten levels stand for three milliard values, also as a key.
  @Test(arguments: ["seed: ", "? "]) func aliasesThatMultiplyAreRefused(start: String) throws {
    let names = "abcdefghij"
    let levels = zip(names, names.dropFirst()).map { below, name in
      "&\(name) [\(Array(repeating: "*\(below)", count: 9).joined(separator: ", "))]"
    }
    let yaml = "\(start)[&a [1, 1], \(levels.joined(separator: ", "))]\n"
    let error = try #require(inputError { _ = try Recipe(yaml: yaml, at: "my.yml") })
    #expect(error.expected == "at most 32 aliases (*)")
    #expect(error.found == "81")
  }

  @Test func filesThatAreNoRecipesAreRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write([0xff, 0xfe, 0x00], to: "bytes.yml")
    try folder.write("# " + String(repeating: "x", count: 70_000), to: "huge.yml")
    for (name, kind, found) in [
      ("bytes.yml", InputError.Kind.recipe, "other bytes"),
      ("huge.yml", .recipe, "a larger file"),
      ("absent.yml", .missingInput, "no file that can be read"),
      (".", .missingInput, "no file that can be read"),
    ] {
      let error = try #require(inputError { _ = try Recipe(contentsOf: folder(name)) })
      #expect(error.kind == kind, "\(name)")
      #expect(error.found == found)
    }
    let endless = try #require(inputError { _ = try Recipe(contentsOf: URL(filePath: "/dev/zero")) })
    #expect(endless.found == "a larger file")
  }

  @Test func aByteOrderMarkIsPassedOver() throws {
    let folder = try TemporaryFolder()
    let url = folder("recipe.yml")
    try Data("\u{FEFF}seed: 3\nlimit: 600\n".utf8).write(to: url)
    let recipe = try Recipe(contentsOf: url)
    #expect(recipe.seed == 3 && recipe.limit == .atMost(600))
  }
}
