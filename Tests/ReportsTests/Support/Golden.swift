import Foundation
import Testing

/// A text that an output is compared with, whole.
///
/// Where it differs, the output is kept in a temporary folder, which the failure names: after a change that
/// was meant, and after a look at it in a browser, that file takes the other's place.
func expectGolden(
  _ output: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let golden = Bundle.module.resourceURL?.appending(path: "Golden/\(name)")
  let expected = golden.flatMap { try? String(contentsOf: $0, encoding: .utf8) }
  guard output != expected else { return }
  let folder = FileManager.default.temporaryDirectory.appending(path: "strata-golden")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  let kept = folder.appending(path: name)
  try output.write(to: kept, atomically: true, encoding: .utf8)
  Issue.record(
    "differs from Golden/\(name); the output is in \(kept.path)", sourceLocation: sourceLocation)
}
