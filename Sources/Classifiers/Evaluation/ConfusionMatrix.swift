public import StrataFiles

/// How often each class was predicted for each true class: rows are true, columns predicted.
///
/// ```swift
/// let confusion = try ConfusionMatrix(predicted: [0, 1, 1], labels: [0, 1, 0], classes: 2)
/// confusion[actual: 0, predicted: 1]  // 1
/// ```
public struct ConfusionMatrix: Hashable, Sendable {
  /// The number of classes: rows and columns.
  public let classes: Int
  /// The number of examples.
  public let total: Int
  private var counts: [Int]

  /// Counts pairs of a true and a predicted class.
  ///
  /// - Throws: `InputError` when there are no examples, when there is not one prediction for each label, or when a
  ///   label or a prediction is not below `classes`.
  public init(predicted: [Int32], labels: [Int32], classes: Int) throws(InputError) {
    try Self.require(labels: labels.count, for: predicted.count)
    guard !labels.isEmpty else { throw Self.nothingToEvaluate }
    guard classes >= 1 else {
      throw InputError(
        .malformedData, at: "classes", expected: "1 or more", found: "\(classes)",
        advice: "say how many classes the model tells apart")
    }
    // A count for each pair of classes, however few of them occur.
    let bytes = Double(MemoryLayout<Int>.stride) * Double(classes) * Double(classes)
    try ObtainableMemory.require(Int(exactly: bytes) ?? .max, at: "confusions of \(classes) classes")
    self.classes = classes
    total = labels.count
    counts = [Int](repeating: 0, count: classes * classes)
    for (index, (label, prediction)) in zip(labels, predicted).enumerated() {
      guard (0..<Int32(classes)).contains(label) else {
        throw Self.unknownClass(label, at: "label of example \(index)", classes)
      }
      guard (0..<Int32(classes)).contains(prediction) else {
        throw Self.unknownClass(prediction, at: "prediction for example \(index)", classes)
      }
      counts[Int(label) * classes + Int(prediction)] += 1
    }
  }

  /// A matrix from its counts: rows are true classes, columns predicted ones.
  ///
  /// - Throws: `InputError` when it is not square, a count is negative, or there is no example.
  public init(counts: [[Int]]) throws(InputError) {
    let total = counts.joined().reduce((sum: 0, overflow: false)) { total, count in
      let (sum, overflow) = total.sum.addingReportingOverflow(count)
      return (sum, total.overflow || overflow || count < 0)
    }
    guard counts.allSatisfy({ $0.count == counts.count }), !total.overflow else {
      throw InputError(
        .malformedData, at: "confusion matrix", expected: "as many columns as rows, of counts from 0",
        found: "\(counts.count) rows, or another count", advice: "evaluate again")
    }
    guard total.sum > 0 else { throw Self.nothingToEvaluate }
    classes = counts.count
    self.total = total.sum
    self.counts = counts.flatMap(\.self)
  }

  /// How many examples of one class were predicted to be of another, or of the same.
  public subscript(actual actual: Int, predicted predicted: Int) -> Int {
    precondition(0 <= predicted && predicted < classes, "class \(predicted) of \(classes)")
    return counts[actual * classes + predicted]
  }

  /// The number of right predictions: the sum of the diagonal.
  public var correct: Int {
    (0..<classes).reduce(0) { $0 + self[actual: $1, predicted: $1] }
  }

  /// How many examples are of a class: the sum of its row.
  public func actual(_ label: Int) -> Int {
    (0..<classes).reduce(0) { $0 + self[actual: label, predicted: $1] }
  }

  /// How many examples were predicted to be of a class: the sum of its column.
  public func predicted(_ label: Int) -> Int {
    (0..<classes).reduce(0) { $0 + self[actual: $1, predicted: label] }
  }

  /// Throws unless there is one label for each prediction.
  static func require(labels: Int, for predictions: Int) throws(InputError) {
    guard labels != predictions else { return }
    throw InputError(
      .malformedData, at: "evaluation", expected: "one label for each of \(predictions) predictions",
      found: "\(labels)", advice: "give predictions and labels of the same examples, in the same order")
  }

  private static var nothingToEvaluate: InputError {
    InputError(
      .malformedData, at: "evaluation", expected: "at least one labelled example", found: "none",
      advice: "choose a part of the data set that holds some")
  }

  private static func unknownClass(_ label: Int32, at place: String, _ classes: Int) -> InputError {
    InputError(
      .malformedData, at: place, expected: "a class from 0 to \(classes - 1)", found: "\(label)",
      advice: "evaluate the model on data with the classes that it was trained for")
  }
}
