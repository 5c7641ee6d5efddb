public import StrataLinearAlgebra

/// What the filters of a layer that reads images look like, in numbers.
///
/// ```swift
/// let statistics = FilterStatistics(of: weight, width: 28, height: 28)
/// statistics.quantiles(of: \.strokeWidth).median
/// ```
public struct FilterStatistics: Sendable, Hashable, Codable {
  /// One for each unit, in the order of the weight's columns.
  public let filters: [FilterShape]

  /// Measures every column of a weight of inputs × units, of which a column is an image, row after row.
  /// Traps unless there are `width × height` inputs.
  public init(of weight: Matrix, width: Int, height: Int) {
    filters = (0..<weight.columns).map {
      FilterShape(of: weight.column($0), width: width, height: height)
    }
  }

  /// How a measure is distributed over the units. Traps when there are none.
  public func quantiles(of measure: KeyPath<FilterShape, Double>) -> Quantiles {
    Quantiles(filters.map { $0[keyPath: measure] })
  }
}
