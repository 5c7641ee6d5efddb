import ArgumentParser
import Foundation
import StrataExport
import StrataFiles
import StrataInference
import StrataPlayground
import StrataRecipes
import StrataSession
import StrataStages

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract:
      "Write a model for other programs: ONNX, JSON, NumPy, a page to draw on, or one file of its own.",
    usage: "\(ProgramName.short) export [<model>] -o <file> [--output <what>] [<options>]",
    discussion: """
      The end of the file's name decides: .onnx for onnxruntime and others, .json, .npz for NumPy, .safetensors for \
      this program and every reader of that format (--half for weights of half precision), .html for a page to draw on \
      that needs no server and no network. What is written reads raw numbers: the scaling is part of it. \
      \(ShippedFiles.ofProcess.document("formats.md")) describes all of them.

      EXAMPLES
        \(ProgramName.short) export -o model.onnx
        \(ProgramName.short) export RUN -o codes.onnx --output codes --node code.1
        \(ProgramName.short) export RUN -o small.safetensors --half
        \(ProgramName.short) export -o demo.html
      """)

  enum Computed: String, CaseIterable, ExpressibleByArgument {
    case probabilities, codes, score
  }

  @Argument(
    help: ArgumentHelp(
      "A run by name or path, or a .safetensors file; none for the newest.", valueName: "model"),
    completion: .models)
  var name: String?

  @Option(
    help: ArgumentHelp("The same, as the other commands have it.", valueName: "model"), completion: .models)
  var model: String?

  @Option(
    name: [.customShort("o"), .customLong("file")], help: ArgumentHelp("File to write.", valueName: "file"),
    completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp(
      "What the file computes; probabilities of a classifier, codes of a stack unless said.",
      valueName: "what"))
  var output: Computed?

  @Option(help: ArgumentHelp("Node that codes are read from; without it, the last code.", valueName: "node"))
  var node: String?

  @Flag(help: "Weights of half precision, in a .safetensors file.")
  var half = false

  @OptionGroup var runs: RunsOption
  @OptionGroup var quiet: QuietFlag

  func validate() throws {
    if name != nil, model != nil { throw ValidationError("Name the model once.") }
    let ending = URL(filePath: file).pathExtension.lowercased()
    if ["safetensors", "html"].contains(ending), output != nil || node != nil {
      throw ValidationError("A .\(ending) file holds the whole model: leave --output and --node out.")
    }
    if let output, output != .codes, node != nil {
      throw ValidationError(
        "--node says which codes are exported: leave it out with --output \(output.rawValue).")
    }
    if half, ending != "safetensors" { throw ValidationError("--half is for .safetensors files.") }
  }

  func run() throws {
    try requireApart(file, from: [name, model])
    let url = try outputURL(file)
    let source = try ModelSource(name ?? model, PipelineOptions(runs), console: quiet.console)
    let model = source.modelWithTestFigures
    let name = url.pathExtension.lowercased()
    if name == "safetensors" {
      try model.write(to: url, precision: half ? .float16 : .float32)
    } else if name == "html" {
      try AtomicFile.write(Playground([.init(title: "pretrained", model)]).file, to: url)
    } else if let format = ExportFormat(rawValue: name) {
      try AtomicFile.write(model.exported(as: format, output: modelOutput(of: model)), to: url)
    } else {
      throw InputError(
        .usage, at: file, expected: "a name that ends in .onnx, .json, .npz, .safetensors or .html",
        found: "another",
        advice: "choose one of these")
    }
    try show(url.relativePath)
  }

  private func modelOutput(of model: Model) -> ModelOutput? {
    switch output {
    case .probabilities: .probabilities
    case .score: .score
    case .codes: .codes(node: node ?? model.codeNames.last ?? "code.0")
    case nil: node.map { .codes(node: $0) }
    }
  }
}
