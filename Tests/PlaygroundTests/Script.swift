import Foundation
import StrataInference
import StrataTestSupport

@testable import StrataPlayground

/// The page's script in Node.js, with the model of a page.
struct Script {
  private static let node = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/node" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  static let isThere = node != nil

  /// The folder of the package.
  static let repository = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent()
  }

  /// The model that comes with the program.
  static let digits: Model = {
    // The file is in the repository, and another test reads it.
    guard let model = try? Model(contentsOf: repository.appending(path: "Models/digits.safetensors")) else {
      fatalError("Models/digits.safetensors")
    }
    return model
  }()

  private let folder = try? TemporaryFolder()

  init(_ page: Playground) throws {
    let html = page.file
    func content(_ opening: String) -> Substring {
      guard let start = html.range(of: opening),
        let end = html.range(of: "</script>", range: start.upperBound..<html.endIndex)
      else { return "" }
      return html[start.upperBound..<end.lowerBound]
    }
    // All that needs no page: the functions before the pad.
    let functions = page.functions
    let description = content("id=\"description\">")
    let weights = content("id=\"weights\">")
    try folder?.write(
      """
      \(functions)
      const fs = require("fs");
      const model = fill(\(description), Uint8Array.from(Buffer.from("\(weights)", "base64")));
      const input = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
      const result = new Function("model", "input", "pass", "reconstructions", "meanSquare", "shareBelow", "prepared", "encoded", "greysOf",
        fs.readFileSync(process.argv[3], "utf8"))(model, input, pass, reconstructions, meanSquare, shareBelow, prepared, encoded, greysOf);
      fs.writeFileSync(process.argv[4], JSON.stringify(result, (_, x) => (ArrayBuffer.isView(x) ? Array.from(x) : x)));
      """, to: "script.js")
  }

  /// True where Node.js can read a whole script.
  static func isRead(_ script: String) throws -> Bool {
    guard let node else { return false }
    let folder = try TemporaryFolder()
    try folder.write(script, to: "whole.js")
    let process = Process()
    process.executableURL = URL(filePath: node)
    process.arguments = ["--check", folder("whole.js").path]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// What a function body returns, which is given `model` and `input`.
  func run(_ body: String, input: some Any) throws -> [String: Any] {
    guard let folder, let node = Self.node else { return [:] }
    let data = try JSONSerialization.data(withJSONObject: input, options: .fragmentsAllowed)
    try folder.write(data, to: "input.json")
    try folder.write(body, to: "body.js")
    let process = Process()
    process.executableURL = URL(filePath: node)
    process.arguments = ["script.js", "input.json", "body.js", "output.json"].map { folder($0).path }
    try process.run()
    process.waitUntilExit()
    return try JSONSerialization.jsonObject(with: Data(contentsOf: folder("output.json"))) as? [String: Any]
      ?? [:]
  }
}

extension Playground {
  /// The script's functions that need no page.
  fileprivate var functions: String {
    [
      PackageResources.network_js, PackageResources.prepare_js, PackageResources.noise_js,
      PackageResources.pictures_js,
    ]
    .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
  }
}
