import ArgumentParser
import Foundation
import StrataDrawings
import StrataFiles
import StrataSession
import StrataStages

/// Which model, which examples, and how they are read: what the commands that use a model have in common.
struct UseOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A model, if it is not the newest, then what to use it on: pictures, folders, arrays, tables, a data set, or - for "
        + "the standard input.", valueName: "input"), completion: .file())
  var inputs: [String]

  @Option(
    help: ArgumentHelp("Model: a run by name or path, or a .safetensors file.", valueName: "model"),
    completion: .models)
  var model: String?

  @Option(
    help:
      "Part of a data set to take; without it the test part, or all where there is none, and of a file its own examples. Pictures have no parts."
  )
  var part: ExamplePart?

  @Option(
    help: ArgumentHelp("Folder that holds the files of a data set by name.", valueName: "dir"),
    completion: .directory)
  var data: String?

  @OptionGroup var keys: ReadingKeys
  @OptionGroup var runs: RunsOption
  @OptionGroup var machine: MachineOptions
  @OptionGroup var quiet: QuietFlag

  /// The model on the examples.
  ///
  /// - Parameter output: the file that the result will be written to.
  func modelUse(for output: String?) throws -> ModelUse {
    try requireApart(output, from: inputs + [model])
    if let output, output != "-" { _ = try outputURL(output) }
    var options = PipelineOptions(keys, runs, machine)
    options.dataFolder = data
    let used = try ModelUse(options, model: model, names: inputs, part: part, console: quiet.console)
    // What belongs to an input is read too, such as its test part and its labels.
    try requireApart(output, from: used.examples.files)
    return used
  }
}

extension ExamplePart: ExpressibleByArgument {}

/// A value as JSON for programs, ending in a line break.
func jsonText(of value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
}

/// True to write a result as JSON: where it was asked for, or the file's name says so; otherwise it is CSV.
func writesJSON(_ flag: JSONFlag, to path: String?) throws -> Bool {
  guard let path, path != "-" else { return flag.json }
  let name = URL(filePath: path).pathExtension.lowercased()
  guard ["json", "csv", ""].contains(name), !(flag.json && name == "csv") else {
    throw InputError(
      .usage, at: path,
      expected: flag.json ? "a name that ends in .json" : "a name that ends in .csv or .json",
      found: ".\(name)", advice: "choose one of these")
  }
  return flag.json || name == "json"
}

/// Writes a result to a file, whole or not at all, or prints it where none is named, or `-`.
///
/// On a terminal nothing that a file calls its columns or classes can steer it.
func deliver(_ text: String, to path: String?) throws {
  guard let path, path != "-" else {
    guard StandardStream.output.isTerminal else { return try show(text, terminator: "") }
    let lines = text.split(whereSeparator: \.isNewline).map(\.printable)
    return try show(lines.joined(separator: "\n"))
  }
  try AtomicFile.write(text, to: outputURL(path))
}
