import ArgumentParser
import Foundation
import Pipeline
import Reports

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure runs on the test images: the accuracy table.",
    usage: "mnist-pipeline evaluate [<run> ...] [--format <format>] [<options>]",
    discussion: """
      Rows: logistic regression on raw pixels (trained on the spot when there is none yet), the linear \
      SVM and the same shape from random weights (if they were trained), and each run. Errors are in \
      percent with their 95 % Wilson interval; p is that of McNemar's exact test against logistic \
      regression; times are in seconds, pretraining included.

      EXAMPLES
        mnist-pipeline evaluate                       the newest fine-tuned run
        mnist-pipeline evaluate RUN RUN
        mnist-pipeline evaluate --format markdown
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, markdown, json, csv
  }

  @Argument(help: ArgumentHelp("Runs by name or path; none for the newest.", valueName: "run"))
  var names: [String] = []

  @Option(help: "Format of the table.")
  var format: Format = .text

  @OptionGroup var common: CommonOptions

  func run() throws {
    let outcome = try EvaluateStage(common.options, runs: names, console: common.console).run()
    try show(outcome.rendered(as: common.json ? .json : format))
  }
}

extension EvaluateStage.Outcome {
  /// The table, and in formats for people the confusion matrix, ending in a line break.
  func rendered(as format: Evaluate.Format) throws -> String {
    let text =
      switch format {
      case .text: [table.text, confusion.text].joined(separator: "\n")
      case .markdown: [table.markdown, confusion.markdown].joined(separator: "\n")
      case .json: try table.json()
      case .csv: table.csv
      }
    return text.hasSuffix("\n") ? text : text + "\n"
  }
}
