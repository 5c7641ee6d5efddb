internal import Foundation
internal import StrataLinearAlgebra

/// The mean of −ln p(true class) over the rows of `probabilities`, in nats.
///
/// A probability below Float32's smallest normal number counts as that: one example costs at most 87.3.
/// Softmax in Float32 underflows to 0 below it, where the loss would be infinite.
func logLoss(of probabilities: Matrix, labels: [Int32]) -> Double {
  let sum = labels.enumerated().reduce(0.0) { sum, example in
    let probability = probabilities[example.offset, Int(example.element)]
    return sum - log(Double(max(probability, .leastNormalMagnitude)))
  }
  return sum / Double(labels.count)
}
