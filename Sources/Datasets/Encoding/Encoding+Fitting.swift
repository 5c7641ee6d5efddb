internal import Foundation
internal import StrataLinearAlgebra

/// How numbers are to be scaled, as a user says it.
public enum ScaleChoice: String, Codable, CaseIterable, Sendable {
  /// Bytes of which some are above 127 as pixels; numbers within 0 … 1 as they are; all others by their range.
  case automatic = "auto"
  /// Divided by 255.
  case pixels
  /// To 0 … 1 by the smallest and the largest of the training examples.
  case range
  /// To mean 0 and deviation 1 on the training examples.
  case standard
  /// As they are.
  case asIs = "as-is"
}

extension Encoding {
  /// Learns the scaling of some raw rows, those to train on.
  ///
  /// - Parameters:
  ///   - values: bytes, or numbers.
  ///   - rows: which of the rows training will see.
  ///   - layout: what the columns are.
  ///   - choice: what to do to each number. Images are scaled by one number for all pixels, columns each by its own.
  ///   - preparation: how pictures are made into images; nil where none are.
  public init(
    fitting values: RawValues, rows: Range<Int>, layout: Layout, choice: ScaleChoice = .automatic,
    preparation: ImagePreparation? = nil
  ) {
    let (lows, highs) = values.limits(of: rows)
    let (low, high) = (lows.min() ?? 0, highs.max() ?? 0)
    let isImage = if case .image = layout { true } else { false }
    func each(_ columns: [Float], _ whole: Float) -> [Float] { isImage ? [whole] : columns }
    let scaling: Scaling
    switch choice.resolved(for: values, low: low, high: high) {
    case .pixels: scaling = .pixels
    case .range: scaling = .range(low: each(lows, low), high: each(highs, high))
    case .standard:
      let statistics = ColumnStatistics(values, rows: rows)
      scaling = .standard(
        mean: each(statistics.mean, statistics.wholeMean),
        deviation: each(statistics.deviation, statistics.wholeDeviation))
    case .asIs, .automatic: scaling = .asIs(low: low, high: high)
    }
    self.init(layout: layout, scaling: scaling, preparation: preparation)
  }

  /// The scaling in words: `pixel / 255`.
  public var title: String {
    switch scaling {
    case .pixels: "pixel / 255"
    case .asIs: "numbers as they are"
    case .range(let low, let high) where low.count == 1:
      "numbers from \(low[0]) to \(high[0]) brought to 0 … 1"
    case .range: "each column brought to 0 … 1"
    case .standard(let mean, let deviation) where mean.count == 1: "(number − \(mean[0])) / \(deviation[0])"
    case .standard: "each column with mean 0 and deviation 1"
    }
  }
}

extension ScaleChoice {
  /// The choice that `auto` makes.
  fileprivate func resolved(for values: RawValues, low: Float, high: Float) -> ScaleChoice {
    guard self == .automatic else { return self }
    // What uses little of a byte's range is not dark, but was written in other units: 0 and 1, or 0 to 16.
    if values.areBytes { return high > 127 || high == 0 ? .pixels : .range }
    return low >= 0 && high <= 1 ? .asIs : .range
  }
}
