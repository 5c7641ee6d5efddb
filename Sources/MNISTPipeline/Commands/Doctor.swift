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

  @OptionGroup var common: CommonOptions

  func run() throws {
    let examination = Examination(common.options)
    try show(examination, asJSON: common.json, text: examination.text)
  }
}
