import Foundation
import Strata
import StrataReports
import StrataTestSupport
import Testing

/// The listings of the documentation are `Snippets`, which SwiftPM builds as programs beside the tests. Each is run here, in a
/// folder with small data of the names that it reads.
@Suite struct SnippetTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Snippets").path)) ?? [])
    .filter { $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) }.sorted()

  /// What a snippet says, and leaves.
  private static let promises: [String: (line: String, file: String?)] = [
    "FewLabels": ("features as they are:", nil),
    "FromKeras": ("best epoch:", "model.safetensors"),
    "FromScikitLearn": ("accuracy", "model.onnx"),
    "GatedLayer": ("epoch 10: loss", nil),
    "LargeFiles": ("640 rows", nil),
    "OwnImages": ("stack:", "photos.safetensors"),
    "OwnNumbers": (#"["long", "short"]"#, nil),
    "ReadingAReport": ("McNemar", "calibration.svg"),
    "Reproducibility": ("true\ntrue", nil),
    "SignalWindows": ("4951 windows", nil),
    "Tutorial": ("from random weights:", "second-layer.png"),
  ]

  @Test func noneIsForgotten() { #expect(Self.names == Self.promises.keys.sorted()) }

  @Test(.enabled(if: PNG.isAvailable), arguments: names) func itRuns(name: String) throws {
    let folder = try TemporaryFolder()
    try TinyDigits(training: 900).write(to: folder)
    try writePhotos(to: folder)
    try writeArrays(to: folder)
    let (status, output) = try run(name, in: folder)
    #expect(status == 0, "\(output)")
    let promise = try #require(Self.promises[name])
    #expect(output.contains(promise.line), "\(output)")
    if let file = promise.file { #expect(FileManager.default.fileExists(atPath: folder(file).path)) }
  }

  /// Starts a snippet, and waits for it.
  private func run(_ name: String, in folder: TemporaryFolder) throws -> (status: Int32, output: String) {
    let tests = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
    let process = Process()
    process.executableURL = tests.deletingLastPathComponent().appending(path: name)
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment.merging([
      "MNIST_DIR": folder("digits").path, "OMP_NUM_THREADS": "1",
    ]) { $1 }
    process.standardInput = FileHandle.nullDevice
    let log = try FileHandle(forWritingTo: URL(filePath: folder.write("", to: "log")))
    (process.standardOutput, process.standardError) = (log, log)
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try String(contentsOf: folder("log"), encoding: .utf8))
  }

  /// Crosses and bars of 6 × 6 pixels, some without a class, and one by itself.
  private func writePhotos(to folder: TemporaryFolder) throws {
    func picture(_ number: Int, isCross: Bool) throws -> Data {
      let pixels = (0..<36).map { pixel in
        let (x, y) = (pixel % 6, pixel / 6)
        let isInk = isCross ? x == y || x + y == 5 : y == 2 || y == 3
        return Colour(grey: isInk ? 255 - UInt8(number) : UInt8((number + pixel) % 7))
      }
      return try PNG.encode(PixelImage(width: 6, height: 6, pixels: pixels))
    }
    for number in 0..<40 {
      try folder.write(picture(number, isCross: true), to: "photos/cross/\(number).png")
      try folder.write(picture(number, isCross: false), to: "photos/bar/\(number).png")
      try folder.write(picture(100 + number, isCross: number % 2 == 0), to: "photos/unlabelled/\(number).png")
    }
    try folder.write(picture(77, isCross: true), to: "picture.png")
  }

  /// An archive as `numpy.savez` writes it: one of ten columns is 1.
  private func writeArrays(to folder: TemporaryFolder) throws {
    func rows(_ count: Int) -> NPYArray {
      let values = (0..<count).flatMap { row in (0..<10).map { Float($0 == row % 10 ? 1 : 0) } }
      return NPYArray(values, shape: [count, 10])
    }
    func labels(_ count: Int) -> NPYArray { NPYArray((0..<count).map { Int32($0 % 10) }, shape: [count]) }
    try NPZArchive.write(
      [
        ("x_train", rows(200)), ("y_train", labels(200)), ("x_test", rows(50)), ("y_test", labels(50)),
      ], to: folder("digits.npz"))
  }
}

/// What stands in the articles of the documentation.
@Suite struct ArticleTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func articles() throws -> [(name: String, text: String)] {
    let folder = root.appending(path: "Sources/Strata/Strata.docc")
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".md") }
      .sorted().map { ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
  }

  /// A slice that is not there would be an empty listing.
  @Test func everySnippetIsThere() throws {
    for (name, text) in try Self.articles() {
      for match in text.matches(of: /@Snippet\(path: "strata\/([^"]+)"(?:, slice: "([^"]+)")?\)/) {
        let file = Self.root.appending(path: "\(match.output.1).swift")
        let snippet = try String(contentsOf: file, encoding: .utf8)
        if let slice = match.output.2 {
          #expect(snippet.contains("// snippet.\(slice)\n"), "\(name): \(slice)")
        }
      }
      #expect(text.matches(of: /@Snippet/).count == text.matches(of: /@Snippet\(path: "strata\//).count)
    }
  }

  /// Swift that stands in an article itself is that of a source file, to the letter.
  @Test func everyOtherListingIsInTheSources() throws {
    let sources = Self.root.appending(path: "Sources")
    let texts = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
      .filter { $0.hasSuffix(".swift") }
      .map { try String(contentsOf: sources.appending(path: $0), encoding: .utf8) }
    for (name, text) in try Self.articles() {
      for match in text.matches(of: /(?s)```swift\n(.*?)```/) {
        #expect(texts.contains { $0.contains(match.output.1) }, "\(name): \(match.output.1)")
      }
    }
  }

  @Test func noPictureIsLarge() throws {
    let folder = Self.root.appending(path: "Sources/Strata/Strata.docc")
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where name.hasSuffix(".png")
    {
      let size = try Data(contentsOf: folder.appending(path: name)).count
      #expect(size < 60_000, "\(name): \(size) bytes")
    }
  }
}
