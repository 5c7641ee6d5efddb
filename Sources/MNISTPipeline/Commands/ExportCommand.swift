import ArgumentParser
import Foundation
import StrataExport
import StrataFiles
import StrataInference
import StrataSession
import StrataStages

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a model for other programs: ONNX, JSON, NumPy, or one file of its own.",
    usage: "mnist-pipeline export [<model>] --output <file> [<options>]",
    discussion: """
      The end of the file's name decides: .onnx for onnxruntime and others, .json, .npz for NumPy, .safetensors for \
      this program and every reader of that format (--half for weights of half precision). What is written reads raw \
      numbers: the scaling is part of it. docs/formats.md describes all of them.

      EXAMPLES
        mnist-pipeline export --output model.onnx
        mnist-pipeline export RUN --output codes.onnx --computes codes --node code.1
        mnist-pipeline export RUN --output small.safetensors --half
      """)

  enum Computed: String, CaseIterable, ExpressibleByArgument {
    case probabilities, codes, score
  }

  @Argument(
    help: ArgumentHelp(
      "A run by name or path, or a .safetensors file; none for the newest.", valueName: "model"))
  var model: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("File to write.", valueName: "file"))
  var output: String

  @Option(help: "What the model computes; probabilities of a classifier, codes of a stack unless said.")
  var computes: Computed?

  @Option(help: ArgumentHelp("Node that codes are read from; without it, the last code.", valueName: "node"))
  var node: String?

  @Flag(help: "Weights of half precision, in a .safetensors file.")
  var half = false

  @OptionGroup var runs: RunsOption
  @OptionGroup var quiet: QuietFlag

  func run() throws {
    let source = try ModelSource(model, PipelineOptions(runs), console: quiet.console)
    let url = try URL(userPath: output)
    let name = url.pathExtension.lowercased()
    if name == "safetensors" {
      guard computes == nil, node == nil else {
        throw ValidationError("A .safetensors file holds the whole model: leave --computes and --node out.")
      }
      try source.model.write(to: url, precision: half ? .float16 : .float32)
    } else if let format = ExportFormat(rawValue: name) {
      guard !half else { throw ValidationError("--half is for .safetensors files.") }
      try AtomicFile.write(source.model.exported(as: format, output: modelOutput(of: source.model)), to: url)
    } else {
      throw InputError(
        .usage, at: output, expected: "a name that ends in .onnx, .json, .npz or .safetensors",
        found: "another",
        advice: "choose one of these")
    }
    try show(url.relativePath)
  }

  private func modelOutput(of model: Model) -> ModelOutput? {
    switch computes {
    case .probabilities: .probabilities
    case .score: .score
    case .codes: .codes(node: node ?? model.codeNames.last ?? "code.0")
    case nil: node.map { .codes(node: $0) }
    }
  }
}
