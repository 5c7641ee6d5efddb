import Foundation
import StrataClassifiers
import StrataLinearAlgebra
import Testing

/// Values computed by scipy and scikit-learn; `Fixtures/evaluation.py` made them.
struct EvaluationReference: Decodable {
  struct Wilson: Decodable {
    let count: Int
    let total: Int
    let low: Double
    let high: Double
  }
  struct McNemar: Decodable {
    let first: Int
    let second: Int
    let p: Double
  }
  struct Evaluation: Decodable {
    let labels: [Int32]
    let probabilities: [[Float]]
    let confusion: [[Int]]
    let precision: [Double]
    let recall: [Double]
    let f1: [Double]
    let count: [Int]
    let log_loss: Double
    let calibration_error: Double
  }

  let wilson: [Wilson]
  let mcnemar: [McNemar]
  let evaluation: Evaluation

  static func load() throws -> EvaluationReference {
    let file = try #require(Bundle.module.resourceURL)
      .appendingPathComponent("Fixtures/evaluation.json")
    return try JSONDecoder().decode(EvaluationReference.self, from: Data(contentsOf: file))
  }
}

/// True when two numbers agree to a share of the larger.
func agree(_ first: Double, _ second: Double, within tolerance: Double) -> Bool {
  abs(first - second) <= tolerance * max(abs(first), abs(second))
}
