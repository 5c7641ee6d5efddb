import Foundation
import StrataLinearAlgebra
import Testing

@testable import StrataClassifiers

/// Real examples with the objectives that scikit-learn reaches on them.
struct RealProblem: Decodable {
  let features: [[Double]]
  let labels: [Int32]
  /// λ and the objective.
  let cases: [[Double]]

  init(named name: String) throws { self = try fixture(name) }

  var examples: LabelledFeatures {
    labelled(Matrix(features.map { $0.map(Float.init) }), labels: labels)
  }
}

/// What a fixture holds.
private func fixture<Value: Decodable>(_ name: String) throws -> Value {
  let url = try #require(
    Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(Value.self, from: Data(contentsOf: url))
}

/// A stored problem of `Fixtures/linear_classifiers.py` with its optimum.
struct LinearProblem: Decodable {
  let weightDecay, objective: Double
  let features: [[Double]]
  let labels: [Int32]
  let crossEntropy: Double?
  let weight, probabilities: [[Double]]?

  init(named name: String) throws { self = try fixture(name) }

  var examples: LabelledFeatures {
    labelled(Matrix(features.map { $0.map(Float.init) }), labels: labels)
  }
}
