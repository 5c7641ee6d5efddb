internal import StrataCheckpoints
internal import StrataDatasets
internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataPretraining
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// Height, weight and BMI: one of them is hidden, the other two have to tell it.
struct BodyMassIndex: Experiment {
  let name = "bmi"
  let claim =
    "With height, weight or BMI corrupted, the network has to rely on the relations between them."

  func recipe(isQuick: Bool) -> Recipe {
    var recipe = Recipe()
    recipe.name = "bmi"
    recipe.stack.units = [64]
    recipe.stack.activation = .tanh
    recipe.stack.loss = .squaredError
    recipe.stack.decoderActivation = .linear
    recipe.stack.isTied = false
    // One of the three, on average.
    recipe.stack.level = PerLayer(1.0 / 3)
    recipe.pretraining.optimizer = .adam
    recipe.pretraining.schedule = .linearDecay
    recipe.pretraining.learningRate = PerLayer(0.003)
    recipe.pretraining.batchSize = PerLayer(100)
    recipe.pretraining.epochs = PerLayer(isQuick ? 10 : 40)
    recipe.limit = .atMost(isQuick ? 5000 : 20000)
    return recipe
  }

  static let recovered = Quantity("error of the hidden column", unit: "s.d.", decimals: 3)
  static let methods: [Level] = ["mean of the column", "linear regression", "plain", "denoising"]

  /// The rows that are drawn to learn from.
  private static func rows(_ recipe: Recipe) -> Int { recipe.limit.count ?? 20000 }

  var takesDataset: Bool { false }

  func data(in laboratory: Laboratory) -> RunRecord.Dataset {
    let train = BodyMeasures(count: Self.rows(laboratory.recipe), seed: laboratory.recipe.seed).table
    return RunRecord.Dataset(
      name: "drawn body measures", sha256: train.checksum, train: train.rows, validation: 0, test: 2000)
  }

  func inputs(in laboratory: Laboratory) -> Int { BodyMeasures.columnNames.count }

  func run(in laboratory: Laboratory) throws -> Findings {
    var observations = Observations(factors: ["hidden", "model"], quantities: [Self.recovered])
    try laboratory.forEachSeed("plain and denoising") { seed in
      let train = BodyMeasures(count: Self.rows(laboratory.recipe), seed: seed).table
      let scale = ColumnScale(of: train)
      let (known, new) = (
        scale.standardized(train),
        scale.standardized(BodyMeasures(count: 2000, seed: seed &+ 1_000_000).table)
      )
      let plain = try stack(laboratory.recipe.with(noise: .masking, 0), on: known, seed, laboratory)
      let denoising = try stack(laboratory.recipe, on: known, seed, laboratory)
      for (column, name) in BodyMeasures.columnNames.enumerated() {
        let hidden = new.hiding(column: column)
        let answers = [
          [Float](repeating: 0, count: new.rows),
          LinearRegression(of: column, in: known).predictions(for: new),
          try laboratory.reconstructions(plain, of: hidden).column(column),
          try laboratory.reconstructions(denoising, of: hidden).column(column),
        ]
        for (method, answer) in zip(Self.methods, answers) {
          observations.record(
            [Level(name), method], seed: seed, [Self.recovered: rootMeanSquare(answer, new.column(column))])
        }
      }
    }
    var findings = Findings(verdict(observations), observations)
    findings.compare("model", with: Self.methods[2], only: [Self.methods[3]])
    findings.tables = [
      .init(
        "table", observations.table(of: Self.recovered, across: "model"),
        caption: "Root mean square error of the hidden column, in its standard deviations")
    ]
    findings.charts = [chart(observations)]
    findings.notes = [
      "Adults are drawn, not measured, from published means, spreads and correlation; BMI follows from height "
        + "and weight. Columns are standardised; a hidden value is set to 0, its mean. Plain and denoising "
        + "autoencoder have the same shape (3 → 64 tanh → 3) and training; the denoising one has each value "
        + "hidden with probability 1/3. A network that copies answers with the mean: error 1.",
      "Linear regression on the two other columns is the best that a linear relation can do.",
    ]
    return findings
  }

  private func stack(
    _ recipe: Recipe, on table: Matrix, _ seed: UInt64, _ laboratory: Laboratory
  ) throws -> LayerGraph {
    // Steps of a few thousand multiplications are too short to be shared between threads.
    var execution = laboratory.execution
    execution.threads = 1
    return try laboratory.shelf.stack(
      of: recipe, on: table, seed: seed, execution: execution, laboratory.options)
  }

  private func rootMeanSquare(_ answer: [Float], _ truth: [Float]) -> Double {
    let squares = zip(answer, truth).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
    return (squares / Double(truth.count)).squareRoot()
  }

  private func chart(_ observations: Observations) -> Findings.Exhibit<String> {
    let groups = Self.methods.map { method in
      BarChart.Group(
        method.text,
        bars: BodyMeasures.columnNames.map { column in
          observations.summary(of: Self.recovered, at: [Level(column), method])?.bar
        })
    }
    let chart = BarChart(
      "Error of the hidden column", axis: ChartAxis("standard deviations of the column"),
      categories: BodyMeasures.columnNames, groups: groups)
    return .init("recovered", chart.svg, caption: "Whiskers: the least and the greatest of the seeds.")
  }

  func verdict(_ observations: Observations) -> Verdict {
    let columns = BodyMeasures.columnNames.map { Level($0) }
    let tests = columns.map { column in
      observations.differences(of: Self.recovered, [column, "denoising"], minus: [column, "plain"])
        .allSatisfy { $0 < 0 }
    }
    let figures = columns.map { column in
      let values = (["denoising", "plain"] as [Level]).map {
        String(observations.mean(of: Self.recovered, at: [column, $0]), decimals: 2)
      }
      return "\(column) \(values[0]) against \(values[1])"
    }
    return Verdict(
      tests,
      "Error of the hidden column in standard deviations, denoising against plain: "
        + figures.joined(separator: ", ") + ".")
  }
}

extension Matrix {
  /// The matrix with a column of zeros in place of one of its own.
  fileprivate func hiding(column: Int) -> Matrix {
    var copy = self
    for row in 0..<rows { copy[row, column] = 0 }
    return copy
  }
}
