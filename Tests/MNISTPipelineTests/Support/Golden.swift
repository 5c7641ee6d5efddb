import Foundation
import Testing

/// A text that an output is compared with, whole.
///
/// After a change that was meant, a file is written again by the command that it is named after, for
/// example `mnist-pipeline help data fetch > Golden/help-data-fetch.txt`.
func expectGolden(
  _ output: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = try #require(
    Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Golden"),
    sourceLocation: sourceLocation)
  let expected = try String(contentsOf: file, encoding: .utf8)
  #expect(output == expected, "differs from Golden/\(name)", sourceLocation: sourceLocation)
}
