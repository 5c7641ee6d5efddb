/// The nearest neighbours of each example among all the others, by comparing every two of them.
///
/// ```swift
/// let neighbours = try NearestNeighbours(of: mnist.examples, count: 10, by: .angle)
/// neighbours.indices[30..<40]  // those of example 3, the nearest first
/// ```
///
/// It takes 2 · examples² · features operations, almost all of them in matrix products. What comes out depends on the
/// examples, the engine and the processor's kernels, and not on the number of threads.
public struct NearestNeighbours: Hashable, Sendable {
  /// How far two examples are from each other.
  public enum Measure: String, Hashable, Sendable, Codable, CaseIterable {
    /// 1 − the cosine of the angle between them: for pictures, which stay what they are when they grow paler.
    case angle
    /// Half of the squared Euclidean distance: for numbers that each mean something of their own.
    case distance
  }

  /// The number of examples.
  public let rows: Int
  /// How many neighbours each of them has.
  public let count: Int
  /// The neighbours of the first example, the nearest first, then those of the second. −1 where an example has none that
  /// can be compared with it, as one with infinite numbers has.
  public let indices: [Int32]
  /// How far they are, none below 0.
  public let distances: [Float]

  /// Finds them.
  ///
  /// - Parameters:
  ///   - features: the examples.
  ///   - count: how many of each; fewer where there are not so many others. Traps unless positive.
  ///   - measure: how far two examples are from each other.
  ///   - execution: the engine and the number of threads; numbers are Float32 whatever the precision.
  ///   - report: called with the share that is done, as it goes; what it throws ends the search.
  /// - Throws: what `report` throws, and an error where examples that stay in their files cannot be read.
  public init(
    of features: any Features, count: Int, by measure: Measure, execution: Execution = Execution(),
    report: (Double) throws -> Void = { _ in }
  ) throws {
    precondition(count > 0, "\(count) neighbours")
    let search = NeighbourSearch(features, count: count, measure: measure, execution: execution)
    try search.run(report)
    try features.requireIntact()
    (rows, self.count) = (features.rows, search.count)
    (indices, distances) = search.result
  }
}
