internal import StrataAnalysis
internal import StrataDatasets
internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRecipes

/// What units of the second and third layer look for.
struct DeeperFilters: Experiment {
  let name = "deeper-filters"
  let claim = "One more layer learns more complex interactions, more abstract features of the input."

  /// Three layers, each trained like that of `filters`.
  func recipe(isQuick: Bool) -> Recipe {
    Filters().recipe(isQuick: isQuick).with(units: [500, 500, 500])
  }

  static let nearest = Quantity("cosine with nearest first-layer filter", decimals: 3)
  private static let agreement = Quantity("agreement of restarts", decimals: 3)
  private static let length = Quantity("stroke length", unit: "pixels")
  private static let area = Quantity("area", unit: "pixels", decimals: 0)

  func run(in laboratory: Laboratory) throws -> Findings {
    let search = ActivationMaximization(
      restarts: laboratory.isQuick ? 2 : 4, steps: laboratory.isQuick ? 50 : 150)
    let count = laboratory.isQuick ? 25 : 100
    var observations = Observations(
      factors: ["layer"],
      quantities: [Self.nearest, Self.agreement, Self.length, Self.area])
    var panels: [Picture.Panel] = []
    try laboratory.forEachSeed("the best inputs of \(count) units a layer") { seed in
      let stack = try laboratory.stack(seed: seed)
      let dataset = try laboratory.dataset
      let first = stack.firstWeight.unitColumns
      for layer in laboratory.recipe.stack.units.indices {
        let units = Array(0..<min(count, laboratory.recipe.stack.units[layer]))
        let found = try search.maximize(
          NodeRole.encoder[layer], of: stack.features(of: NodeRole.encoder[layer]), units: units, seed: seed,
          execution: laboratory.execution)
        let shapes = (0..<found.inputs.rows).map {
          FilterShape(
            of: Array(found.inputs.row($0)), width: dataset.imageSide.width, height: dataset.imageSide.height)
        }
        observations.record(
          [Level(layer + 1)], seed: seed,
          [
            Self.nearest: Quantiles(found.inputs.largestCosines(with: first)).median,
            Self.agreement: Quantiles(found.agreement.map(Double.init)).median,
            Self.length: Quantiles(shapes.map(\.strokeLength)).median,
            Self.area: Quantiles(shapes.map(\.area)).median,
          ])
        guard seed == laboratory.seeds[0] else { continue }
        let grid = try ImageGrid(
          found.inputs, width: dataset.imageSide.width, height: dataset.imageSide.height, columns: 10,
          scale: .perImage, colours: .diverging, magnification: 2)
        panels.append(.init("layer \(layer + 1)", grid))
      }
    }
    var findings = Findings(verdict(observations), observations)
    findings.tables = [
      .init("table", observations.table(), caption: "The inputs of norm one that excite units most: medians")
    ]
    findings.pictures = [
      .init(
        "deeper-filters", panels,
        caption: "For the first units of each layer the input of norm one that excites it most, each on its "
          + "own scale.")
    ]
    findings.notes = [
      "The best input is found by gradient ascent on the sphere of norm one from \(search.restarts) random "
        + "starts of at most \(search.steps) steps, on what the unit adds up before its activation. The "
        + "agreement is the cosine between the best start's answer and the others'. For the first layer the "
        + "answer is w/‖w‖.",
      "A unit that looked for a single stroke would have a cosine of 1 with the filter of that stroke.",
    ]
    return findings
  }

  func verdict(_ observations: Observations) -> Verdict {
    let layers = observations.levels(of: "layer")
    let tests = zip(layers, layers.dropFirst()).map { lower, upper in
      observations.differences(of: Self.nearest, [upper], minus: [lower]).allSatisfy { $0 < 0 }
    }
    let figures = layers.map { Self.nearest.text(observations.mean(of: Self.nearest, at: [$0])) }
    return Verdict(
      tests,
      "The input that a unit looks for has a median cosine of \(figures.joined(separator: ", ")) with the "
        + "nearest single filter of the first layer, in layers \(layers.map(\.text).joined(separator: ", "))."
    )
  }
}

extension Matrix {
  /// The columns as rows of norm one; one of zeros stays so.
  fileprivate var unitColumns: Matrix {
    Matrix(
      (0..<columns).map { number in
        let column = column(number)
        let norm = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return norm > 0 ? column.map { $0 / norm } : column
      })
  }

  /// For each row the largest product with a row of another matrix: a cosine, as all have norm one.
  fileprivate func largestCosines(with other: Matrix) -> [Double] {
    (0..<rows).map { number in
      let row = Array(row(number))
      return (0..<other.rows).map { candidate in
        zip(row, other.row(candidate)).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      }.max() ?? 0
    }
  }
}
