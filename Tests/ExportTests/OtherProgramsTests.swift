import Foundation
import StrataDatasets
import StrataExport
import StrataLayerGraph
import StrataTestSupport
import Testing

/// What ONNX Runtime and NumPy make of our files, beside what we make of the same rows.
struct OtherProgramsTests {
  /// A model of each kind, and the graph with everything that is not a chain.
  private static let few = [
    ExportCase(),
    ExportCase(activation: .softplus, isTied: false, layers: 3, scaling: .standard, hasWords: true),
    ExportCase(activation: .relu, layers: 1, scaling: .range, target: .codes),
    ExportCase(activation: .tanh, layers: 3, scaling: .asIs, target: .score),
    ExportCase(activation: .linear, isTied: false, layers: 2, scaling: .range, target: .score),
    ExportCase(activation: .relu, layers: 3, scaling: .asIs, isNormalized: true),
    ExportCase(activation: .relu, layers: 2, scaling: .range, target: .score, isNormalized: true),
  ]
  /// What is written of the graph with everything that is no chain.
  private static let outputs: [ModelOutput] = [
    .probabilities, .codes(node: "gated"), .codes(node: "noise"), .codes(node: "input"),
  ]

  private func write(_ cases: [ExportCase], into folder: URL) throws {
    for example in cases { try example.write(into: folder) }
    let example = ExportCase(scaling: .standard, hasWords: true)
    let graph = try LayerGraph.unusual()
    for (index, output) in Self.outputs.enumerated() {
      try graph.write(
        encoding: example.encoding, classNames: ExportCase.names, output: output, raw: example.raw(rows: 37),
        into: folder.appending(path: "unusual-\(index)"), isChain: false)
    }
  }

  @Test(.enabled(if: hasPrograms, "needs python3 with numpy, onnx and onnxruntime"))
  func theyAgree() throws {
    let folder = try TemporaryFolder()
    try write(Self.few, into: folder.url)
    let (status, text) = run("python3", fixture("compare.py").path, folder.path, formats.path)
    #expect(status == 0, "\(text)")
    #expect(text.contains("\(Self.few.count + Self.outputs.count) models, "), "\(text)")
  }

  /// A comparison that cannot fail shows nothing.
  @Test(.enabled(if: hasPrograms, "needs python3 with numpy, onnx and onnxruntime"))
  func aDifferenceIsFound() throws {
    let folder = try TemporaryFolder()
    let example = Self.few[0]
    for file in ["expected.npy", "label.npy"] {
      try example.write(into: folder.url)
      let damaged = folder("\(example)/\(file)")
      var bytes = try Data(contentsOf: damaged)
      // A number near 0.5 in place of the last; another class.
      bytes[bytes.count - (file == "label.npy" ? 8 : 2)] ^= 1
      try bytes.write(to: damaged)
      #expect(run("python3", fixture("compare.py").path, folder.path, formats.path).status == 1, "\(file)")
    }
  }

  /// For `scripts/check-export`: every model that there can be, into the folder that the environment names.
  @Test(.enabled(if: everything != nil, "needs STRATA_EXPORT_CASES, a folder to write to"))
  func everyModelIsWritten() throws {
    let folder = URL(filePath: try #require(everything))
    try write(ExportCase.all, into: folder)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).count == ExportCase.all.count + 4)
  }
}

private let everything = ProcessInfo.processInfo.environment["STRATA_EXPORT_CASES"]
private let hasPrograms = run("python3", "-c", "import numpy, onnx, onnxruntime").status == 0

/// The documentation, whose lines of Python are run.
let formats = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "docs/formats.md")

func fixture(_ name: String) -> URL { Bundle.module.bundleURL.appending(path: "Fixtures/\(name)") }

/// Runs a program, and gives its exit status and all that it printed.
func run(_ program: String, _ arguments: String...) -> (status: Int32, text: String) {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  guard (try? process.run()) != nil else { return (127, "") }
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: data, as: UTF8.self))
}
