import ArgumentParser
import Foundation
import StrataExperiments
import StrataReports
import StrataSession
import StrataStages

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure runs on the test examples: the accuracy table.",
    usage: "\(ProgramName.short) evaluate [<run> ...] [--format <format>] [<options>]",
    discussion: """
      Rows: logistic regression on raw pixels (trained on the spot when there is none yet), the linear \
      SVM and the same shape from random weights (if they were trained), and each run. Linear models that \
      the recipe would not make, or that were trained on other images, are left out with a note. Errors are in \
      percent with their 95 % Wilson interval; p is that of McNemar's exact test against logistic \
      regression; times are in seconds, pretraining included.

      EXAMPLES
        \(ProgramName.short) evaluate                       the newest fine-tuned run
        \(ProgramName.short) evaluate RUN RUN
        \(ProgramName.short) evaluate --format markdown
        \(ProgramName.short) evaluate --model digits.safetensors
      """)

  @Argument(
    help: ArgumentHelp("Runs by name or path; none for the newest.", valueName: "run"), completion: .runs)
  var names: [String] = []

  @Option(
    help: ArgumentHelp(
      "A model by itself in place of runs: a .safetensors file, or a run.", valueName: "model"),
    completion: .models)
  var model: String?

  @OptionGroup var table: TableOption
  @OptionGroup var common: CommonOptions

  func validate() throws {
    _ = try table.format(common)
    if model != nil, !names.isEmpty { throw ValidationError("--model and runs exclude each other.") }
  }

  func run() throws {
    let outcome =
      if let model {
        try EvaluateModelStage(common.options, model: model, console: common.console).run()
      } else {
        try EvaluateStage(common.options, runs: names, console: common.console).run()
      }
    try show(outcome.rendered(as: table.format(common)), terminator: "")
  }
}

/// The format of a table.
struct TableOption: ParsableArguments {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, markdown, json, csv
  }

  @Option(help: "Format of the table, text unless said; --json is short for json.")
  var format: Format?

  /// What was asked for. Throws when it was another one than JSON, and JSON.
  func format(_ common: CommonOptions) throws -> Format {
    if common.printsJSON, let format, format != .json {
      throw ValidationError("--json and --format \(format.rawValue) exclude each other.")
    }
    return common.printsJSON ? .json : format ?? .text
  }
}

extension EvaluateStage.Outcome {
  /// The table, and in formats for people the confusion matrix, ending in a line break.
  func rendered(as format: TableOption.Format) throws -> String {
    let text =
      switch format {
      case .text: [table.text, confusion.text].joined(separator: "\n")
      case .markdown: [table.markdown, confusion.markdown].joined(separator: "\n")
      case .json: try table.json()
      case .csv: table.csv
      }
    return text.last?.isNewline == true ? text : text + "\n"
  }
}
