import ArgumentParser
import StrataSession

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What this machine and build have, and what holds them back.",
    usage: "\(ProgramName.short) doctor [<options>]",
    discussion: """
      EXAMPLES
        \(ProgramName.short) doctor
        \(ProgramName.short) doctor --json
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
