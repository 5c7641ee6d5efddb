import Foundation
import StrataLinearAlgebra
import StrataTestSupport
import Testing

/// What the compiler says of code that lets a window outlive its memory.
///
/// Each case is compiled against the built module, as another file of this package would be.
struct LifetimeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let code: String
    /// What the compiler objects to; nil where it is to be content.
    let objection: String?
  }

  /// What every case begins with: three buffers, as the benchmark of products once had them.
  private static let beginning = """
    import StrataLinearAlgebra

    let team = Team(threads: 2)
    func places() -> [Place] {
      [4, 4, 4].map { FloatBuffer(count: $0).place(rows: 2, columns: 2) }
    }

    """

  static let cases = [
    Case(
      testDescription: "a job captures places",
      code: """
        func run() {
          let places = places()
          let (a, c) = (places[0], places[2])
          Team.Job<Void>(team, panels: 2) { panel in
            c.window.rows(panel..<panel + 1).assign(a.window.rows(panel..<panel + 1))
          }.run()
        }
        """, objection: nil),
    Case(
      testDescription: "a window is handed down",
      code: """
        func sum(_ window: Window) -> Float { window[0, 0] + window[1, 1] }
        func run() -> Float {
          let place = places()[0]
          return sum(place.window.columns(0..<2)) + FloatBuffer(count: 1).place(rows: 1, columns: 1).window[0, 0]
        }
        """, objection: nil),
    Case(
      testDescription: "a job captures a window, as the benchmark of products did",
      code: """
        func run() {
          let place = places()[0]
          let window = place.window
          Team.Job<Void>(team, panels: 2) { panel in window.fill(0) }.run()
        }
        """, objection: "'Window' in a '@Sendable' closure"),
    Case(
      testDescription: "a closure that is kept captures a window",
      code: """
        func run() -> () -> Void {
          let place = places()[0]
          let window = place.window
          return { window.fill(0) }
        }
        """, objection: "lifetime-dependent variable 'window' escapes its scope"),
    Case(
      testDescription: "a window is returned",
      code: """
        func window() -> Window { places()[0].window }
        """, objection: "function with a ~Escapable result needs a parameter to depend on"),
    Case(
      testDescription: "a window is stored",
      code: """
        struct Holder { let window: Window }
        """, objection: "non-Escapable type 'Window'"),
    Case(
      testDescription: "a window is put into an array",
      code: """
        func run() { let place = places()[0]; var kept: [Window] = []; kept.append(place.window) }
        """, objection: "type 'Window' does not conform to protocol 'Escapable'"),
    Case(
      testDescription: "a factor outlives its place",
      code: """
        func run() {
          let factor: Factor
          do {
            let place = places()[0]
            factor = place.window.transposed
          }
          Arithmetic().multiply(factor, factor, into: places()[1].window)
        }
        """, objection: "lifetime-dependent v"),
  ]

  @Test(arguments: cases)
  func theCompilerKnows(_ test: Case) throws {
    let said = try compile(Self.beginning + test.code)
    if let objection = test.objection {
      #expect(said.contains("error: "))
      #expect(said.contains(objection))
    } else {
      #expect(said == "")
    }
  }

  /// The compiler's words about a file of this package that imports the module.
  private func compile(_ code: String) throws -> String {
    let folder = try TemporaryFolder()
    let file = try folder.write(code, to: "case.swift")
    let products = try #require(Self.products)
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let process = Process()
    let words = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      [
        // Escapes are found after the types have been checked, where code is made.
        "swiftc", "-emit-sil", "-o", "/dev/null", "-parse-as-library", "-swift-version", "6",
        "-enable-experimental-feature",
        "Lifetimes", "-package-name", Self.packageName(package), "-module-cache-path",
        folder("cache").path, "-I", products.appending(path: "Modules").path, file,
      ] + (try Self.moduleMaps(products, package)).flatMap { ["-Xcc", "-fmodule-map-file=\($0.path)"] }
    process.standardError = words
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let said = words.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: said, as: UTF8.self)
  }

  /// What SwiftPM calls a package: its folder's name, as an identifier.
  private static func packageName(_ package: URL) -> String {
    String(package.lastPathComponent.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }

  /// The C modules beneath: of this package's own code in the folder of the build, of libraries in the sources.
  private static func moduleMaps(_ products: URL, _ package: URL) throws -> [URL] {
    let sources = package.appending(path: "Sources")
    let folders = try [products, sources].flatMap {
      try FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
    }
    return folders.filter {
      $0.lastPathComponent.hasPrefix($0.path.hasPrefix(sources.path) ? "C" : "CStrata")
    }
    .map { $0.appending(path: "module.modulemap") }
    .filter { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// The folder of the build that these tests belong to.
  private static let products: URL? = {
    var folder = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    if let bundle = CommandLine.arguments.first(where: { $0.hasSuffix(".xctest") }) {
      folder = URL(filePath: bundle).resolvingSymlinksInPath()
    }
    while folder.path != "/" {
      if FileManager.default.fileExists(
        atPath: folder.appending(path: "Modules/StrataLinearAlgebra.swiftmodule").path)
      {
        return folder
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }()
}
