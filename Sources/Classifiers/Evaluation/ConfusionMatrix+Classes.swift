extension ConfusionMatrix {
  /// How well one class is recognised. A measure is nil where it would divide by zero.
  public struct ClassMeasures: Hashable, Sendable {
    /// How many examples are of the class.
    public let count: Int
    /// Of those predicted to be of the class, the share that is; nil when none was.
    public let precision: Double?
    /// Of those that are of the class, the share predicted to be; nil when none is.
    public let recall: Double?
    /// The harmonic mean of precision and recall, 2·TP / (2·TP + FP + FN); nil when neither exists.
    public let f1: Double?
  }

  /// Precision, recall and F1 of one class.
  public func measures(of label: Int) -> ClassMeasures {
    let right = Double(self[actual: label, predicted: label])
    let actual = actual(label)
    let predicted = predicted(label)
    return ClassMeasures(
      count: actual,
      precision: predicted > 0 ? right / Double(predicted) : nil,
      recall: actual > 0 ? right / Double(actual) : nil,
      f1: actual + predicted > 0 ? 2 * right / Double(actual + predicted) : nil)
  }

  /// Precision, recall and F1 of every class, in order.
  public var measures: [ClassMeasures] { (0..<classes).map(measures(of:)) }
}
