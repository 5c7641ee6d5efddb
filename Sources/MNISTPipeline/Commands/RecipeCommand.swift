import ArgumentParser
import StrataRecipes
import StrataSession

struct RecipeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recipe",
    abstract: "Print a recipe, every key with its value and its meaning.",
    usage: "\(ProgramName.short) recipe [--plain] [<options>]",
    discussion: """
      EXAMPLES
        \(ProgramName.short) recipe                   the default recipe
        \(ProgramName.short) recipe --recipe quick --set seed=2
        \(ProgramName.short) recipe --plain > my.yml  without meanings, to begin one's own
      """)

  @Flag(help: "Print the values only, as a recipe file holds them.")
  var plain = false

  @OptionGroup var options: RecipeOptions
  @OptionGroup var seed: SeedOption
  @OptionGroup var quiet: QuietFlag
  @OptionGroup var json: JSONFlag

  func validate() throws {
    if plain && json.json { throw ValidationError("--plain and --json exclude each other.") }
  }

  func run() throws {
    let recipe = try PipelineOptions(options, seed).recipe()
    recipe.sayNotes(on: .standardError(isQuiet: false))
    guard !json.json else { return try show(recipe.json()) }
    try show(plain ? recipe.yaml : recipe.explained, terminator: "")
  }
}
