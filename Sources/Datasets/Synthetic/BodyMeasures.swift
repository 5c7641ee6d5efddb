internal import Foundation
package import StrataLinearAlgebra

/// A table of adults that are drawn, not measured: height, weight, and the body mass index that follows.
///
/// Height and weight are jointly log-normal in each sex (Silverman and Lipscombe 2022, "Exact statistical
/// distribution of the body mass index"), with what is known of adults in the United States:
///
/// | | men | women | from |
/// |---|---|---|---|
/// | mean height | 175.3 cm | 161.3 cm | NHANES 2015–2018: Fryar et al. 2021, Vital Health Stat 3(46) |
/// | mean weight | 90.6 kg | 77.5 kg | the same |
/// | standard deviation of height | 7.6 cm | 7.0 cm | chosen, in round numbers |
/// | standard deviation of weight | 21 kg | 21 kg | chosen, in round numbers |
/// | slope of log weight on log height | 1.92 | 1.45 | Diverse Populations Collaboration 2005, Am J Phys Anthropol 128 |
///
/// From these follow a BMI of 29.6 ± 7.1 kg/m² and correlations of height with weight of 0.36 in men, 0.23
/// in women and 0.41 over all.
///
/// ```swift
/// let adults = BodyMeasures(count: 2000, seed: 1)
/// let scale = ColumnScale(of: adults.table)
/// let inputs = scale.standardized(adults.table)
/// ```
package struct BodyMeasures: Sendable, Equatable {
  /// What the columns are called: `height`, `weight`, `BMI`.
  package static let columnNames = ["height", "weight", "BMI"]
  /// The units of the columns: `cm`, `kg`, `kg/m²`.
  package static let columnUnits = ["cm", "kg", "kg/m²"]

  /// One adult in a row, in these units: count × 3. BMI is weight / height², in metres.
  package let table: Matrix

  /// Draws adults, men and women in turn; a pure function of the seed, and of the first rows that of fewer.
  package init(count: Int, seed: UInt64) {
    precondition(count >= 0, "\(count) adults")
    let normal = RandomStream(seed: seed, purpose: "body measures").normal(count: 2 * count)
    var elements: [Float] = []
    elements.reserveCapacity(3 * count)
    for adult in 0..<count {
      let (height, weight) = (adult.isMultiple(of: 2) ? Population.men : .women)
        .measures(Double(normal[2 * adult]), Double(normal[2 * adult + 1]))
      elements += [height, weight, weight / (height * height / 10_000)].map(Float.init)
    }
    table = Matrix(rows: count, columns: 3, elements)
  }
}

/// One sex: log-normal heights, and weights that are log-normal for each height.
private struct Population {
  let meanHeight: Double
  let heightDeviation: Double
  let meanWeight: Double
  let weightDeviation: Double
  /// Of log weight on log height.
  let slope: Double

  static let men = Population(
    meanHeight: 175.3, heightDeviation: 7.6, meanWeight: 90.6, weightDeviation: 21, slope: 1.92)
  static let women = Population(
    meanHeight: 161.3, heightDeviation: 7, meanWeight: 77.5, weightDeviation: 21, slope: 1.45)

  /// Height and weight from two standard normal numbers.
  func measures(_ first: Double, _ second: Double) -> (height: Double, weight: Double) {
    // Of a log-normal number with mean m and deviation s, log has the variance log(1 + s²/m²).
    let heightVariance = log(1 + pow(heightDeviation / meanHeight, 2))
    let weightVariance = log(1 + pow(weightDeviation / meanWeight, 2))
    let logHeight = heightVariance.squareRoot() * first
    let rest = (weightVariance - slope * slope * heightVariance).squareRoot()
    let logWeight = slope * logHeight + rest * second
    return (
      meanHeight * exp(logHeight - heightVariance / 2), meanWeight * exp(logWeight - weightVariance / 2)
    )
  }
}
