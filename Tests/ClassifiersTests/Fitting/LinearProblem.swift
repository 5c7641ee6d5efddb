import Foundation
import StrataLinearAlgebra
import Testing

@testable import StrataClassifiers

/// A stored problem of `Fixtures/linear_classifiers.py` with its optimum.
struct LinearProblem: Decodable {
  let weightDecay, objective: Double
  let features: [[Double]]
  let labels: [UInt8]
  let crossEntropy: Double?
  let weight, probabilities: [[Double]]?

  init(named name: String) throws {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(Self.self, from: Data(contentsOf: url))
  }

  var examples: LabelledFeatures {
    LabelledFeatures(Matrix(features.map { $0.map(Float.init) }), labels: labels)
  }
}
