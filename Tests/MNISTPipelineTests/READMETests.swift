import Foundation
import StrataDatasets
import StrataDrawings
import StrataLinearAlgebra
import StrataTestSupport
import Testing

/// The README's commands in their order, in one folder, as a reader types them; on small data and with small networks, so
/// that they take seconds.
struct READMETests {
  /// The lines of all listings that start the program, curl or a script of the repository.
  private static func lines() throws -> [String] {
    let readme = Program.models.deletingLastPathComponent().appending(path: "README.md")
    let text = try String(contentsOf: readme, encoding: .utf8)
    return text.matches(of: /(?s)```(?:sh)?\n(.*?)```/).flatMap { match in
      match.output.1.split(separator: "\n").map { line in
        line.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
      }
    }
  }

  /// What makes a command of the README a matter of seconds.
  private static func small(_ line: String) -> String {
    let net = " --set stack.units=[8,6]"
    let pretraining = " --set pretraining.epochs=1"
    let fineTuning = " --set fine_tuning.epochs=1"
    let words = line.split(separator: " ")
    return switch words.first {
    case "pretrain": line + net + pretraining + " --threads 1"
    case "finetune" where words.contains("--from-scratch"): line + net + fineTuning + " --threads 1"
    case "finetune": line + fineTuning + " --threads 1"
    case "run": line.replacing("1..5", with: "1..2") + net + pretraining + fineTuning + " --threads 1"
    case "serve": line + " --port 0 --threads 1"
    default: line
    }
  }

  /// Pictures of digits in a folder for each class, some others, and one alone.
  private static func writePictures(to folder: TemporaryFolder) throws {
    let digits = SyntheticDigits.generate(train: 60, validation: 1, test: 1, seed: 1).train
    for row in 0..<60 {
      let pixels = digits.features.matrix(rows: row..<row + 1).elements.map { UInt8((255 * $0).rounded()) }
      let png = try PNG.encode(
        PixelImage(width: 28, height: 28, pixels: pixels.map { Colour(grey: $0) }))
      try folder.write(png, to: "photos/\(digits.labels[row])/\(row).png")
      if row < 12 { try folder.write(png, to: "more/\(row).png") }
      if row == 0 { try folder.write(png, to: "picture.png") }
    }
  }

  @Test func everyCommandDoesWhatItsListingIsFor() throws {
    var program = try Program()
    try TinyDigits(side: 28, training: 300, test: 100).write(to: program.folder, "mnist")
    program.environment["MNIST_DIR"] = program.folder("mnist").path
    try Self.writePictures(to: program.folder)
    // As in a clone: what is named comes with it.
    try FileManager.default.createSymbolicLink(
      at: program.folder("Models"), withDestinationURL: Program.models)
    let begun = try Self.lines().compactMap { line -> String? in
      line.firstMatch(of: /^(?:swift run mnist-pipeline|strata) (.*)$/).map { String($0.1) }
    }
    #expect(begun.count > 15)
    for line in begun where line != "serve" {
      let outcome = try program(Self.small(line))
      // 3: a model that has not learned, which little data and an epoch may come to.
      #expect([0, 3].contains(outcome.status), "\(line): \(outcome.error)")
      #expect(!outcome.output.isEmpty, "\(line)")
    }
    for file in ["codes.npy", "model.onnx", "demo.html"] {
      #expect(FileManager.default.fileExists(atPath: program.folder(file).path), "\(file)")
    }

    let serving = try program.start(Self.small("serve"))
    var port: String?
    _ = try serving.wait {
      port = try serving.output().firstMatch(of: /:(\d+)\//).map { String($0.1) }
      return port != nil
    }
    let curl = try #require(try Self.lines().first { $0.hasPrefix("curl ") })
    let answer = try program.inShell(curl.replacing(":8080", with: ":\(try #require(port))"))
    #expect(answer.output.hasPrefix("{\"predictions\":[{\"class\":\""), "\(answer.output) \(answer.error)")
  }
}
