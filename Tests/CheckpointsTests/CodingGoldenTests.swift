import Foundation
import StrataFiles
import Testing

@testable import StrataCheckpoints
@testable import StrataLayerGraph

/// How everything that a graph can hold is written in a checkpoint: `Fixtures/codings.json` has it all, each operation
/// with and without what may be left out. What stands there is never changed, so whatever a version wrote is read by
/// the next ones; what is new is added there. A version that does not know it says so.
struct CodingGoldenTests {
  private struct Codings: Codable {
    let activations: Set<Activation>
    let losses: Set<Loss>
    let noises: Set<Corruption.Kind>
    let roles: Set<ParameterRole>
    let operations: [StrataLayerGraph.Operation]
  }

  private func text() throws -> String {
    let folder = try #require(Bundle.module.resourceURL)
    return try String(contentsOf: folder.appending(path: "Fixtures/codings.json"), encoding: .utf8)
  }

  @Test func nothingIsMissing() throws {
    let kept = try JSONDecoder().decode(Codings.self, from: Data(text().utf8))
    func check<Name: Hashable & CaseIterable>(_ found: some Sequence<Name>, _ list: String) {
      let missing = Set(Name.allCases).subtracting(found)
      #expect(missing.isEmpty, "add \(missing) to \(list) in Fixtures/codings.json")
    }
    check(kept.activations, "activations")
    check(kept.losses, "losses")
    check(kept.noises, "noises")
    check(kept.roles, "roles")
    check(kept.operations.map(\.kind), "operations")
  }

  /// What is read is written again, byte for byte: each operation on a line of its own.
  @Test func everythingIsWrittenAsItWas() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let lines = try text().split(separator: "\n").map {
      $0.trimmingCharacters(in: CharacterSet(charactersIn: " ,"))
    }
    .filter { $0.hasPrefix("{\"") }
    let kept = try JSONDecoder().decode(Codings.self, from: Data(text().utf8))
    #expect(lines.count == kept.operations.count)
    for (line, operation) in zip(lines, kept.operations) {
      #expect(String(decoding: try encoder.encode(operation), as: UTF8.self) == line)
    }
  }

  /// A node of a later version: an operation, or an activation, that this one does not know.
  private struct Later: Encodable {
    enum Operation: Encodable {
      case levels
      case activation(function: String)
    }
    var name = "node"
    var inputs = ["input"]
    let operation: Operation
  }

  @Test(arguments: [("sigmoid", true), ("gelu", false), (nil, false)] as [(String?, Bool)])
  func whatThisVersionDoesNotKnowIsSaidToBeNewer(function: String?, isKnown: Bool) throws {
    var checkpoint = Checkpoint()
    try checkpoint.setPart(
      [Later(operation: function.map { .activation(function: $0) } ?? .levels)], named: "nodes")
    let error = inputError { _ = try checkpoint.part("nodes", as: [Node].self) }
    #expect((error == nil) == isKnown)
    #expect(
      isKnown || error?.advice.description.contains("update this one") == true, "\(error?.description ?? "")")
  }
}
