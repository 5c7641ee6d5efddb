internal import StrataClassifiers
internal import StrataDrawings

/// A confusion matrix as a heat map: counts in the cells; right predictions in one colour, mistakes in
/// another, each the stronger the larger its share of the true class.
///
/// The strength of a mistake is relative to the most frequent one, so that a good model's few mistakes
/// can be seen beside its many right predictions.
public struct ConfusionChart: Hashable, Sendable {
  let report: ConfusionReport

  /// A chart of a report.
  public init(_ report: ConfusionReport) { self.report = report }

  /// The chart as an SVG picture that stands on its own, at most 700 pixels wide, for light and dark pages.
  public var svg: String {
    let confusion = report.confusion
    let classes = confusion.classes
    let names = report.rowLabels.map { $0.width(atSize: ChartStyle.textSize) }.max() ?? 0
    let left = max(76, 24 + min(200, names.rounded(.up)))
    let cell = min(54, ((ChartStyle.width - left - 120) / Double(classes)).rounded(.down))
    let top = 92.0
    let end = left + cell * Double(classes)
    var drawing = SVGDrawing()
    drawing.title("Confusion matrix: \(report.title)")
    drawing.add(
      "text", ["x": .number((left + end) / 2), "y": 56, "text-anchor": "middle"],
      "predicted class")
    drawing.add("text", ["x": .number(left - 8), "y": 82, "text-anchor": "end"], "true class")
    drawing.add("text", ["x": .number(end + 12), "y": 82], "right")
    for column in 0..<classes {
      drawing.add(
        "text",
        [
          "class": "value", "x": .number(left + cell * (Double(column) + 0.5)), "y": 82,
          "text-anchor": "middle",
        ],
        report.columnLabel(column))
    }
    for row in 0..<classes {
      let y = top + cell * Double(row)
      drawing.add(
        "text",
        ["class": "value", "x": .number(left - 8), "y": .number(y + cell / 2 + 4), "text-anchor": "end"],
        report.rowLabels[row])
      draw(row, left: left, y: y, cell: cell, in: &drawing)
      let recall = confusion.measures(of: row).recall
      drawing.add(
        "text", ["x": .number(end + 12), "y": .number(y + cell / 2 + 4)],
        recall.map { String(100 * $0, decimals: 1) + " %" } ?? "–")
    }
    return ChartStyle.file(
      drawing, height: top + cell * Double(classes) + 16, title: report.title, kind: "Confusion matrix")
  }

  private func draw(
    _ row: Int, left: Double, y: Double, cell: Double, in drawing: inout SVGDrawing
  ) {
    let confusion = report.confusion
    for column in 0..<confusion.classes {
      let x = left + cell * Double(column)
      let count = confusion[actual: row, predicted: column]
      let share = self.share(row, column)
      let opacity = row == column ? 0.2 + 0.8 * share : strength(ofMistake: share)
      drawing.group(ChartStyle.className(ofSeries: row == column ? 0 : 1)) { drawing in
        drawing.add(
          "rect",
          [
            "class": "cell", "x": .number(x + 0.5), "y": .number(y + 0.5), "width": .number(cell - 1),
            "height": .number(cell - 1), "fill-opacity": .text(String(opacity, decimals: 2)),
          ],
          hint: """
            \(report.classNames[row]) predicted as \(report.classNames[column]): \
            \(String(grouped: count)) of \(String(grouped: confusion.actual(row))) \
            (\(String(100 * share, decimals: 1)) %)
            """)
      }
      drawing.add(
        "text",
        [
          "class": .text(count == 0 ? "none" : row == column && opacity > 0.85 ? "on" : "value"),
          "x": .number(x + cell / 2),
          "y": .number(y + cell / 2 + 4), "text-anchor": "middle",
        ], count == 0 ? "·" : "\(count)")
    }
  }

  /// The share of a true class that is predicted as some class.
  private func share(_ row: Int, _ column: Int) -> Double {
    let total = report.confusion.actual(row)
    return total == 0 ? 0 : Double(report.confusion[actual: row, predicted: column]) / Double(total)
  }

  /// How strong the colour of a mistake is: a single one must still be seen.
  private func strength(ofMistake share: Double) -> Double {
    share == 0 ? 0 : 0.08 + 0.72 * share / largestMistake
  }

  private var largestMistake: Double {
    let classes = 0..<report.confusion.classes
    return classes.flatMap { row in classes.filter { $0 != row }.map { share(row, $0) } }.max() ?? 0
  }
}
