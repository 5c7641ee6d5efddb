import ArgumentParser
import Foundation
import StrataDrawings
import StrataFiles
import StrataInference
import StrataSession
import StrataStages

struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say to which class examples belong.",
    usage: "\(ProgramName.short) predict [<model>] <input> ... [--show] [<options>]",
    discussion: """
      For each example the most probable class with its probability, and the two next. Pictures of any size are made \
      into images as the model's training made its own, which --show draws; numbers are scaled as training scaled \
      its own. Where the model keeps its pretrained stack, an example that it reconstructs worse than 99 % of its \
      validation examples is called unlike.

      EXAMPLES
        \(ProgramName.short) predict digit.png --show
        \(ProgramName.short) predict photos/ --output predictions.csv
        \(ProgramName.short) predict RUN new.npy --json
        cat digit.png | \(ProgramName.short) predict -
      """)

  @OptionGroup var use: UseOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("File to write to; without it, the result is printed.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(name: .customLong("show"), help: "Draw the first examples as the model sees them.")
  var isShown = false

  @OptionGroup var json: JSONFlag

  func run() throws {
    let isJSON = try writesJSON(json, to: output)
    let used = try use.modelUse(for: output)
    let rows = try used.predictions()
    if isShown {
      let drawing = try used.drawing(
        of: rows.map(\.prediction), colours: outputColours)
      if json.json || output != nil { complain(drawing) } else { try show(drawing) }
    }
    let labels = used.examples.labels
    let lines = rows.enumerated().map { index, row in
      Line(
        used.examples.names[index], row.prediction, measure: used.measure, isUnlike: row.isUnlike,
        label: labels.map { $0[index] ?? "" })
    }
    if isJSON {
      try deliver(jsonText(of: lines), to: output)
    } else {
      try deliver(
        ([Line.heading(of: used.measure, isLabelled: labels != nil)] + lines.map(\.cells)).csv, to: output)
    }
  }

  /// One example.
  private struct Line: Encodable {
    let input: String
    let best: Candidate
    let next: [Candidate]
    let unlike: Bool?
    let label: String?

    /// A class, and how sure the model is of it: by a probability, or by a margin.
    struct Candidate: Encodable {
      let name: String
      let measure: String
      let value: Float

      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: NamedKey.self)
        try container.encode(name, forKey: NamedKey("class"))
        try container.encode(value, forKey: NamedKey(measure))
      }
    }

    init(_ input: String, _ prediction: Prediction, measure: String, isUnlike: Bool?, label: String?) {
      self.input = input
      let candidates = prediction.candidates.map {
        Candidate(name: $0.className, measure: measure, value: $0.probability)
      }
      (best, next) = (candidates[0], Array(candidates.dropFirst()))
      unlike = isUnlike
      self.label = label
    }

    func encode(to encoder: any Encoder) throws {
      try best.encode(to: encoder)
      var container = encoder.container(keyedBy: NamedKey.self)
      try container.encode(input, forKey: NamedKey("input"))
      try container.encode(next, forKey: NamedKey("next"))
      try container.encodeIfPresent(unlike, forKey: NamedKey("unlike"))
      try container.encodeIfPresent(label, forKey: NamedKey("label"))
    }

    static func heading(of measure: String, isLabelled: Bool) -> [String] {
      ["input", "class", measure, "second", "second_\(measure)", "third", "third_\(measure)", "unlike"]
        + (isLabelled ? ["label"] : [])
    }

    var cells: [String] {
      let others = (0..<2).flatMap { index in
        index < next.count ? [next[index].name, "\(next[index].value)"] : ["", ""]
      }
      return [input, best.name, "\(best.value)"] + others + [unlike.map { $0 ? "true" : "false" } ?? ""]
        + (label.map { [$0] } ?? [])
    }
  }
}
