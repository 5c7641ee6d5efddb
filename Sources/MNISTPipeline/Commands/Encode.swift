import ArgumentParser
import Foundation
import StrataDrawings
import StrataDatasets
import StrataFiles
import StrataLinearAlgebra
import StrataSession
import StrataStages

struct Encode: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write what a model's units make of examples: their codes.",
    usage: "\(ProgramName.short) encode [<model>] <input> ... --output <file> [<options>]",
    discussion: """
      Writes an array of examples × units: .npy for NumPy (Float32), or .csv. Codes are those of the last layer unless \
      another node is named; --all-codes joins those of all layers.

      EXAMPLES
        \(ProgramName.short) encode photos/ --output codes.npy
        \(ProgramName.short) encode RUN x.npy --output codes.npy --node code.0
        \(ProgramName.short) encode RUN x.npy --output codes.csv --all-codes
      """)

  @OptionGroup var use: UseOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("File to write, .npy or .csv.", valueName: "file"),
    completion: .file())
  var output: String

  @Option(help: ArgumentHelp("Node to read; without it, the last code.", valueName: "node"))
  var node: String?

  @Flag(help: "Join the codes of all layers.")
  var allCodes = false

  func validate() throws {
    if allCodes, node != nil { throw ValidationError("--node and --all-codes exclude each other.") }
  }

  func run() throws {
    let file = try ArrayFile(output)
    try file.write(use.modelUse(for: output).codes(node: node, all: allCodes))
  }
}

struct Reconstruct: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write what a pretrained stack makes of examples, through all codes and back.",
    usage: "\(ProgramName.short) reconstruct [<model>] <input> ... --output <file>",
    discussion: """
      Writes an array of examples × columns in the units of the data (pixels as 0 to 255): .npy for NumPy (Float32), \
      or .csv.

      EXAMPLES
        \(ProgramName.short) reconstruct x.npy --output reconstructed.npy
      """)

  @OptionGroup var use: UseOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("File to write, .npy or .csv.", valueName: "file"),
    completion: .file())
  var output: String

  func run() throws {
    let file = try ArrayFile(output)
    let used = try use.modelUse(for: output)
    try file.write(used.reconstructions(), heading: used.namesOfColumns)
  }
}
