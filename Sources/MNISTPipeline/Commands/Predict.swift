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
    usage: "mnist-pipeline predict [<model>] <input> ... [--show] [<options>]",
    discussion: """
      For each example the most probable class with its probability, and the two next. Pictures of any size are made \
      into images as the model's training made its own, which --show draws; numbers are scaled as training scaled \
      its own. Where the model keeps its pretrained stack, an example that it reconstructs worse than 99 % of its \
      validation examples is called unlike.

      EXAMPLES
        mnist-pipeline predict digit.png --show
        mnist-pipeline predict photos/ --output predictions.csv
        mnist-pipeline predict RUN new.npy --json
        cat digit.png | mnist-pipeline predict -
      """)

  @OptionGroup var use: UseOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("File to write to; without it, the result is printed.", valueName: "file"))
  var output: String?

  @Flag(name: .customLong("show"), help: "Draw the first examples as the model sees them.")
  var isShown = false

  @OptionGroup var json: JSONFlag

  func run() throws {
    let stage = try use.stage()
    let rows = try stage.predictions()
    if isShown {
      let drawing = try stage.drawing(
        of: rows.map(\.prediction), colours: outputColours)
      if json.json || output != nil { complain(drawing) } else { try show(drawing) }
    }
    let labels = stage.examples.labels
    let lines = rows.enumerated().map { index, row in
      Line(
        stage.examples.names[index], row.prediction, isUnlike: row.isUnlike,
        label: labels.map { $0[index] ?? "" })
    }
    if try writesJSON(json, to: output) {
      try deliver(jsonText(of: lines), to: output)
    } else {
      try deliver(([Line.heading(isLabelled: labels != nil)] + lines.map(\.cells)).csv, to: output)
    }
  }

  /// One example.
  private struct Line: Encodable {
    let input, `class`: String
    let probability: Float
    let next: [Candidate]
    let unlike: Bool?
    let label: String?

    struct Candidate: Encodable {
      let `class`: String
      let probability: Float
    }

    init(_ input: String, _ prediction: Prediction, isUnlike: Bool?, label: String?) {
      self.input = input
      (`class`, probability) = (prediction.className, prediction.probability)
      next = prediction.candidates.dropFirst().map { .init(class: $0.className, probability: $0.probability) }
      unlike = isUnlike
      self.label = label
    }

    static func heading(isLabelled: Bool) -> [String] {
      [
        "input", "class", "probability", "second", "second_probability", "third", "third_probability",
        "unlike",
      ]
        + (isLabelled ? ["label"] : [])
    }

    var cells: [String] {
      let others = (0..<2).flatMap { index in
        index < next.count ? [next[index].class, "\(next[index].probability)"] : ["", ""]
      }
      return [input, `class`, "\(probability)"] + others + [unlike.map { $0 ? "true" : "false" } ?? ""]
        + (label.map { [$0] } ?? [])
    }
  }
}
