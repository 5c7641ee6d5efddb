import Checkpoints
import Foundation
import TestSupport
import Testing

@testable import LayerGraph

/// How everything that a graph can hold is written in a checkpoint, beside the version of checkpoints.
///
/// When this fails because something was added or is written otherwise, older programs cannot read what this one
/// writes: append a migration (`Checkpoint+Migration.swift`), which raises the version, and add the file of codings
/// that the failed test has printed. The files of older versions stay, and are read.
struct CodingGoldenTests {
  /// Everything that a graph can hold.
  private struct Codings: Codable, Equatable {
    var activations = Activation.allCases
    var losses = Loss.allCases
    var noises = Corruption.Kind.allCases
    var roles = ParameterRole.allCases
    var operations = Operation.Kind.allCases.flatMap(Self.examples)

    /// At least one of each kind, with and without what may be left out.
    static func examples(of kind: Operation.Kind) -> [LayerGraph.Operation] {
      switch kind {
      case .input: [.input(width: 4)]
      case .labels: [.labels(classes: 3)]
      case .dense:
        [
          .dense(weight: "w", bias: "b", transposed: false), .dense(weight: "w", bias: nil, transposed: true),
        ]
      case .activation: [.activation(function: .sigmoid)]
      case .softmax: [.softmax]
      case .scaleAndShift: [.scaleAndShift(gain: "g", bias: "b")]
      case .standardization: [.standardization(mean: "m", deviation: "d")]
      case .product: [.product]
      case .corruption: [.corruption(.masking(0.25)), .corruption(.gaussian(0.5).changing(to: 0.125))]
      case .dropout: [.dropout(rate: 0.5)]
      case .emphasis: [.emphasis(Emphasis(corrupted: 1, untouched: 0.5))]
      case .loss: [.loss(.crossEntropy)]
      case .contraction: [.contraction(strength: 0.5)]
      case .sparsity: [.sparsity(Sparsity(target: 0.125, strength: 2))]
      case .sum: [.sum]
      }
    }
  }

  private var folder: URL {
    get throws { try #require(Bundle.module.resourceURL).appending(path: "Fixtures/codings") }
  }

  @Test func whatIsWrittenGoesWithTheVersion() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    let text = String(decoding: try encoder.encode(Codings()), as: UTF8.self) + "\n"
    let file = try folder.appending(path: "\(Checkpoint.schemaVersion).json")
    let kept = try? String(contentsOf: file, encoding: .utf8)
    #expect(kept == text, "Fixtures/codings/\(Checkpoint.schemaVersion).json is to be:\n\(text)")
  }

  /// Files of older versions are kept, and what is in them is read still.
  @Test func whatOlderVersionsWroteIsRead() throws {
    for version in 4...Checkpoint.schemaVersion {
      let data = try Data(contentsOf: folder.appending(path: "\(version).json"))
      let read = try JSONDecoder().decode(Codings.self, from: data)
      #expect(Set(read.activations).isSubset(of: Activation.allCases))
      #expect(Set(read.operations.map(\.kind)).isSubset(of: Operation.Kind.allCases))
    }
  }
}
