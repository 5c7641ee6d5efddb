import ArgumentParser
import StrataSession

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What this machine and build have, and what holds them back.",
    usage: "mnist-pipeline doctor [<options>]",
    discussion: """
      EXAMPLES
        mnist-pipeline doctor
        mnist-pipeline doctor --json
      """)

  @OptionGroup var recipe: RecipeOptions
  @OptionGroup var machine: MachineOptions
  @OptionGroup var quiet: QuietFlag
  @OptionGroup var json: JSONFlag

  func run() throws {
    let examination = Examination(PipelineOptions(recipe, machine))
    try show(examination, asJSON: json.json, text: examination.text)
  }
}
