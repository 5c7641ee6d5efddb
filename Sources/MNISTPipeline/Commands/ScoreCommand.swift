import ArgumentParser
import Foundation
import StrataDrawings
import StrataFiles
import StrataInference
import StrataLinearAlgebra
import StrataSession
import StrataStages

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Say how unlike a model's training data examples are.",
    usage: "\(ProgramName.short) score [<model>] <input> ... [--top <n>] [<options>]",
    discussion: """
      The score of an example is the mean over columns of (x − r)², where x is the example in the model's units, and \
      r what the pretrained stack makes of it through all codes and back; a number beyond those of training counts \
      as it is, though the stack sees it cut. Beside it stands the percentage of \
      validation examples that are reconstructed better; nobody has to guess how many outliers there are.

      EXAMPLES
        \(ProgramName.short) score new.npy --top 10
        \(ProgramName.short) score RUN new.csv --above 99 --output odd.csv
        \(ProgramName.short) score RUN new.csv --per-column --json
      """)

  @OptionGroup var use: UseOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("File to write to; without it, the result is printed.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(help: "The squared error of each column too.")
  var perColumn = false

  @Option(help: ArgumentHelp("Only so many, the most unlike first.", valueName: "n"))
  var top: Int?

  @Option(
    help: ArgumentHelp("Only those above so many percent of the validation examples.", valueName: "percent"))
  var above: Double?

  @OptionGroup var json: JSONFlag

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top is 1 or more, not \(top).") }
    if let above, !(0..<100).contains(above) {
      throw ValidationError("--above is at least 0 and below 100, not \(above).")
    }
  }

  func run() throws {
    let isJSON = try writesJSON(json, to: output)
    let used = try use.modelUse(for: output)
    let (scores, columns) = try used.scores(perColumn: perColumn)
    var chosen = Array(scores.indices)
    if let above {
      guard used.source.model.scores != nil else {
        throw InputError(
          .missingInput, at: used.source.place, expected: "scores of validation examples, to compare with",
          found: "a model that was trained without any", advice: "leave --above out, or train with validation"
        )
      }
      chosen = chosen.filter { (scores[$0].rankPercent ?? 0) > above }
    }
    if let top { chosen = Array(chosen.sorted { scores[$0].error > scores[$1].error }.prefix(top)) }
    let names = used.columnNames
    let lines = chosen.map { index in
      Line(
        input: used.examples.names[index], score: scores[index].error,
        rank_percent: scores[index].rankPercent,
        columns: columns.map {
          Dictionary(zip(names, $0.row(index)), uniquingKeysWith: { first, _ in first })
        })
    }
    if isJSON { return try deliver(jsonText(of: lines), to: output) }
    let heading = ["input", "score", "rank_percent"] + (perColumn ? names : [])
    let cells = zip(chosen, lines).map { index, line in
      [line.input, "\(line.score)", line.rank_percent.map { "\($0)" } ?? ""]
        + (columns.map { $0.row(index).map { "\($0)" } } ?? [])
    }
    try deliver(([heading] + cells).csv, to: output)
  }

  /// One example.
  private struct Line: Encodable {
    let input: String
    let score: Float
    let rank_percent: Double?
    let columns: [String: Float]?
  }
}
