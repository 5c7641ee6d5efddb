@testable import StrataLayerGraph
import Testing

/// A term of a gradient that a mistaken backward pass might leave out.
struct Omission: Hashable, Sendable, CustomTestStringConvertible {
  let name: String
  /// A graph in whose gradient the term occurs.
  let graph: @Sendable () throws -> LayerGraph

  init(_ name: String, in graph: @escaping @Sendable () throws -> LayerGraph) {
    self.name = name
    self.graph = graph
  }

  static func == (a: Omission, b: Omission) -> Bool { a.name == b.name }
  func hash(into hasher: inout Hasher) { hasher.combine(name) }
  var testDescription: String { name }

  /// Those of every operation.
  static let all = Array(Set(Operation.Kind.allCases.flatMap { $0.reference.omissions })).sorted {
    $0.name < $1.name
  }

  /// One of the gradient of an autoencoder that masks its input.
  static func ofAutoencoder(_ name: String) -> Omission {
    Omission(name) { try SmallGraphs.autoencoder(corruption: .masking(0.25)) }
  }
}
