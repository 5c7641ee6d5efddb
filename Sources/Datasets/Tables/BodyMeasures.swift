public import LinearAlgebra

/// A table of adults that are drawn, not measured: height, weight, and the body mass index that follows.
public struct BodyMeasures: Sendable, Equatable {
  /// What the columns are called: `height`, `weight`, `BMI`.
  public static let columnNames = ["height", "weight", "BMI"]
  /// The units of the columns: `cm`, `kg`, `kg/m²`.
  public static let columnUnits = ["cm", "kg", "kg/m²"]

  /// One adult in a row, in these units: count × 3.
  public let table: Matrix

  /// Draws adults, half of them men; a pure function of the seed.
  public init(count: Int, seed: UInt64) {
    preconditionFailure("to come")
  }
}
