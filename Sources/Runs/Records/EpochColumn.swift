internal import StrataDrawings

/// A line for each epoch, `    2/5  …`, whose first column is as wide as its widest entry.
protocol EpochColumn {}

extension EpochColumn {
  static func width(of epochs: Int) -> Int { max(7, "\(epochs)/\(epochs)".count) }
}

extension PretrainingMetrics: EpochColumn {}
extension FineTuningMetrics: EpochColumn {}
