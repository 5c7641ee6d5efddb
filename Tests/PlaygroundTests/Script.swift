import Foundation
import StrataTestSupport

@testable import StrataPlayground

/// The page's script in Node.js, with the model of a page.
struct Script {
  private static let places = ["/usr/bin/node", "/usr/local/bin/node"]
  private static let node = places.first { FileManager.default.isExecutableFile(atPath: $0) }

  static let isThere = node != nil

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
      const result = new Function("model", "input", "pass", "reconstructions", "meanSquare", "shareBelow", "prepared",
        fs.readFileSync(process.argv[3], "utf8"))(model, input, pass, reconstructions, meanSquare, shareBelow, prepared);
      fs.writeFileSync(process.argv[4], JSON.stringify(result, (_, x) => (ArrayBuffer.isView(x) ? Array.from(x) : x)));
      """, to: "script.js")
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
    [PackageResources.network_js, PackageResources.prepare_js, PackageResources.noise_js]
      .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
  }
}
