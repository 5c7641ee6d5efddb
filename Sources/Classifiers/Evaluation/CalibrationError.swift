internal import StrataLinearAlgebra

/// The expected calibration error with 15 bins of equal width (Guo et al. 2017, equation 3).
///
/// An example's confidence is the probability of its predicted class; bin m holds the confidences in
/// ((m − 1)/15, m/15]. The error is the mean over examples of |accuracy − mean confidence| of their bin.
func calibrationError(of probabilities: Matrix, predicted: [Int32], labels: [Int32]) -> Double {
  let bins = 15
  // Confidences of a bin's wrong predictions, plus (confidence − 1) of its right ones: over a bin, the
  // sum is its size times (mean confidence − accuracy).
  var excess = [Double](repeating: 0, count: bins)
  for (index, prediction) in predicted.enumerated() {
    let confidence = Double(probabilities[index, Int(prediction)])
    let bin = Int((confidence * Double(bins)).rounded(.up)) - 1
    excess[min(max(bin, 0), bins - 1)] += confidence - (prediction == labels[index] ? 1 : 0)
  }
  return excess.reduce(0) { $0 + abs($1) } / Double(predicted.count)
}
