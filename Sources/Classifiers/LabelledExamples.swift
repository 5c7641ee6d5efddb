public import StrataDatasets
public import StrataLinearAlgebra

/// Examples with the class of each.
public protocol LabelledExamples: Sendable {
  /// One row for each example.
  var features: any Features { get }
  /// One class for each example, from 0.
  var labels: [UInt8] { get }
}

/// Any features with labels: codes of a stack, for example.
public struct LabelledFeatures: LabelledExamples {
  /// One row for each example.
  public let features: any Features
  /// One class for each example, from 0.
  public let labels: [UInt8]

  /// Features with a label for each row. Traps unless there are as many of both.
  public init(_ features: any Features, labels: [UInt8]) {
    precondition(features.rows == labels.count, "\(features.rows) rows, \(labels.count) labels")
    self.features = features
    self.labels = labels
  }
}

extension Dataset.Part: LabelledExamples {
  /// The images as features: a row of pixels each.
  public var features: any Features { images }
}
