import ArgumentParser
import Pipeline

struct RecipeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recipe",
    abstract: "Print a recipe, every key with its value and its meaning.",
    usage: "mnist-pipeline recipe [--plain] [<options>]",
    discussion: """
      EXAMPLES
        mnist-pipeline recipe                   the default recipe
        mnist-pipeline recipe --recipe Models/quick.yml --set seed=2
        mnist-pipeline recipe --plain > my.yml  without meanings, to begin one's own
      """)

  @Flag(help: "Print the values only, as a recipe file holds them.")
  var plain = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let recipe = try common.options.recipe()
    try show(plain ? recipe.yaml : recipe.explained)
  }
}
