internal import StrataClassifiers
internal import StrataDrawings

extension Observations {
  /// Every figure by itself: mean, standard deviation, seeds, Student's 95 % interval of the mean, and, where there is
  /// a control, the mean difference from it with the paired t-test.
  ///
  /// - Parameter control: the conditions that some conditions are compared with; nil for none.
  func figures(control: ([Level]) -> [Level]? = { _ in nil }) -> Table {
    let rows = conditions.flatMap { levels in
      quantities.compactMap { quantity -> [String]? in
        guard let sample = summary(of: quantity, at: levels) else { return nil }
        func text(_ value: Double) -> String { String(value, decimals: quantity.decimals) }
        let differences = control(levels).map { self.differences(of: quantity, levels, minus: $0) } ?? []
        let test = differences.isEmpty ? nil : PairedTest(differences: differences)
        return levels.map(\.text) + [
          quantity.title, text(sample.mean), sample.count > 1 ? text(sample.deviation) : "–",
          "\(sample.count)",
          sample.interval(within: quantity.limits).map { "\(text($0.lowerBound)) to \(text($0.upperBound))" }
            ?? "–",
          test.map { text($0.mean) } ?? "–",
          test?.pValue.map { $0 < 0.0001 ? "< 0.0001" : String($0, decimals: 4) } ?? "–",
        ]
      }
    }
    return Table(
      factors.map { .words($0) } + [
        .words("quantity"), .number("mean"), .number("standard\ndeviation"), .number("seeds"),
        .number("95 % interval\nof the mean"), .number("less the\ncontrol"), .number("p"),
      ], rows: rows)
  }
}
