@testable import StrataLayerGraph

/// Everything that a graph can hold.
struct Codings: Codable, Equatable {
  var activations = Activation.allCases
  var losses = Loss.allCases
  var noises = Corruption.Kind.allCases
  var roles = ParameterRole.allCases
  var operations = Operation.Kind.allCases.flatMap(Self.examples)

  /// At least one of each kind, with and without what may be left out.
  static func examples(of kind: Operation.Kind) -> [Operation] {
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
