internal import StrataClassifiers
internal import StrataDrawings

extension Observations {
  /// Every figure by itself: mean, standard deviation, seeds, Student's 95 % interval of the mean, and, where there is
  /// a control, the mean difference from it with the paired t-test.
  ///
  /// - Parameter control: the conditions that some conditions are compared with; nil for none.
  func figures(control: ([Level]) -> [Level]? = { _ in nil }) -> Table {
    let rows = conditions.flatMap { levels in
      quantities.compactMap { quantity in
        cells(of: quantity, at: levels, control: control(levels)).map {
          levels.map(\.text) + [quantity.title] + $0
        }
      }
    }
    return Table(factors.map { .words($0) } + [.words("quantity")] + Self.headings, rows: rows)
  }

  /// The same of one quantity, for a terminal; nil where it was measured with one seed at most.
  func intervals(of quantity: Quantity, control: ([Level]) -> [Level]?) -> Table? {
    guard conditions.contains(where: { values(of: quantity, at: $0).count > 1 }) else { return nil }
    let rows = conditions.compactMap { levels in
      cells(of: quantity, at: levels, control: control(levels)).map {
        [levels.map(\.text).joined(separator: ", ")] + $0
      }
    }
    // Without a control there is nothing in the columns about it.
    let isCompared = conditions.contains { control($0) != nil }
    let columns = Self.headings.count - (isCompared ? 0 : Self.ofComparison)
    let title = factors.joined(separator: ", ").wrapped(to: 16).joined(separator: "\n")
    return Table(
      [.words(title)] + Self.headings.prefix(columns), rows: rows.map { Array($0.prefix(columns + 1)) })
  }

  private static let headings: [Table.Heading] = [
    .number("mean"), .number("standard\ndeviation"), .number("seeds"),
    .number("95 % interval\nof the mean"), .number("less the\ncontrol"), .number("p"),
  ]
  /// The last of them, which are about a control.
  private static let ofComparison = 2

  /// What there is to say of a quantity under some conditions, a cell for each of the headings; nil where it was not measured.
  private func cells(of quantity: Quantity, at levels: [Level], control: [Level]?) -> [String]? {
    guard let sample = summary(of: quantity, at: levels) else { return nil }
    func text(_ value: Double) -> String { String(value, decimals: quantity.decimals) }
    let differences = control.map { self.differences(of: quantity, levels, minus: $0) } ?? []
    let test = differences.isEmpty ? nil : PairedTest(differences: differences)
    return [
      text(sample.mean), sample.count > 1 ? text(sample.deviation) : "–", "\(sample.count)",
      sample.interval(within: quantity.limits).map { "\(text($0.lowerBound)) to \(text($0.upperBound))" }
        ?? "–",
      test.map { text($0.mean) } ?? "–",
      test?.pValue.map { $0 < 0.0001 ? "< 0.0001" : String($0, decimals: 4) } ?? "–",
    ]
  }
}
