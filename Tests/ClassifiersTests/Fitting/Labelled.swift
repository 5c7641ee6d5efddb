import StrataLinearAlgebra

@testable import StrataClassifiers

/// Examples with labels, as many of both, which a test can take for granted.
func labelled(_ features: any Features, labels: [Int32]) -> LabelledFeatures {
  do { return try LabelledFeatures(features, labels: labels) } catch { preconditionFailure("\(error)") }
}
