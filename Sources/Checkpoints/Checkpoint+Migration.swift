internal import Foundation
internal import StrataLayerGraph

extension Checkpoint {
  /// What makes the metadata of a version into that of the next one; the first begins at version 1.
  ///
  /// A version is added by appending here what older files lack: `schemaVersion` counts them. One is needed where
  /// what is written means something else, or is missing from older files; not for one more operation or activation,
  /// which an older program refuses by itself.
  static let migrations: [@Sendable (inout [String: String]) -> Void] = [
    // Version 2 also says which versions of the program and of its libraries made a model.
    { metadata in metadata["versions"] = "{}" },
    // Version 3 has graphs with emphasis, penalties, sums, swap noise and levels that change, which an older
    // program cannot read. An older graph is one without them.
    { _ in },
    // Version 4 has graphs that scale and shift, that standardize and that multiply values, and softplus units. An
    // older graph is one without them.
    { _ in },
    // Version 5 standardizes by the statistics of the batch in training. An older graph always went by what was measured:
    // as one does whose statistics are frozen.
    { metadata in
      for (name, text) in metadata where name.split(separator: "/").last == "architecture" {
        metadata[name] = freezingStatistics(in: text) ?? text
      }
    },
  ]

  /// An architecture with the statistics of its standardizations frozen; nil where it has none, or is none.
  private static func freezingStatistics(in text: String) -> String? {
    guard let graph = try? JSONDecoder().decode(LayerGraph.Architecture.self, from: Data(text.utf8)) else {
      return nil
    }
    let statistics = graph.nodes.flatMap { node -> [String] in
      if case .standardization(let mean, let deviation) = node.operation { [mean, deviation] } else { [] }
    }
    let frozen = Set(graph.frozen).union(statistics).sorted()
    guard frozen != graph.frozen else { return nil }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let migrated = LayerGraph.Architecture(nodes: graph.nodes, parameters: graph.parameters, frozen: frozen)
    return (try? encoder.encode(migrated)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Brings metadata of an older version up to this one's.
  static func migrate(_ metadata: inout [String: String], from version: Int) {
    for migration in migrations.dropFirst(version - 1) { migration(&metadata) }
  }
}
