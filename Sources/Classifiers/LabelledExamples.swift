public import StrataDatasets
public import StrataFiles
public import StrataLinearAlgebra

/// Examples with the class of each.
public protocol LabelledExamples: Sendable {
  /// One row for each example.
  var features: any Features { get }
  /// One class for each example, from 0.
  var labels: [Int32] { get }
}

/// Any features with labels: codes of a stack, for example.
public struct LabelledFeatures: LabelledExamples {
  /// One row for each example.
  public let features: any Features
  /// One class for each example, from 0.
  public let labels: [Int32]

  /// Features with a label for each row.
  ///
  /// - Throws: `InputError` unless there are as many of both.
  public init(_ features: any Features, labels: [Int32]) throws(InputError) {
    guard features.rows == labels.count else {
      throw InputError(
        .malformedData, at: "labels", expected: "\(features.rows), one for each example",
        found: "\(labels.count)",
        advice: "pair every example with its label")
    }
    self.features = features
    self.labels = labels
  }
}

extension Dataset.Part: LabelledExamples {}
