internal import StrataAnalysis

extension Filters {
  /// The shape of filters, each with its quantity; of a layer the median, over its strokes or over all units.
  static let measures: [Measure] = [
    Measure(Quantity("stroke width", unit: "pixels"), isOfStrokes: true) { $0.strokeWidth },
    Measure(Quantity("stroke length", unit: "pixels"), isOfStrokes: true) { $0.strokeLength },
    Measure(Quantity("spread", unit: "pixels")) { $0.spread },
    Measure(Quantity("norm")) { $0.norm },
  ]
  static let (width, length, norm) = (measures[0].quantity, measures[1].quantity, measures[3].quantity)
  static let deviationOfNorm = Quantity("s.d. of norms")
  static let strokes = Quantity.share("strokes", decimals: 0)
  static let blobs = Quantity.share("blobs", decimals: 0)
  static let dead = Quantity("dead units", decimals: 0)

  /// What is recorded of a layer.
  func measure(_ filters: [FilterShape], _ activity: UnitActivity) -> [Quantity: Double] {
    var values: [Quantity: Double] = [:]
    for measure in Self.measures {
      let measured = measure.values(of: filters)
      // Where there is no stroke, strokes have no width.
      if !measured.isEmpty { values[measure.quantity] = Quantiles(measured).median }
    }
    for (quantity, kind) in [(Self.strokes, FilterKind.stroke), (Self.blobs, .blob)] {
      values[quantity] = 100 * Double(filters.count { $0.kind == kind }) / Double(filters.count)
    }
    values[Self.deviationOfNorm] = Quantiles(filters.map(\.norm)).standardDeviation
    values[Self.dead] = Double(activity.deadUnits.count)
    return values
  }

  /// Something that is measured of filters.
  struct Measure: Sendable {
    let quantity: Quantity
    /// Whether filters that are no strokes have no say: noise is as narrow as its pixels.
    let isOfStrokes: Bool
    private let value: @Sendable (FilterShape) -> Double

    init(
      _ quantity: Quantity, isOfStrokes: Bool = false, _ value: @escaping @Sendable (FilterShape) -> Double
    ) {
      (self.quantity, self.isOfStrokes, self.value) = (quantity, isOfStrokes, value)
    }

    /// The values of those filters that have one.
    func values(of filters: [FilterShape]) -> [Double] {
      filters.filter { !isOfStrokes || $0.kind == .stroke }.map(value)
    }
  }
}
