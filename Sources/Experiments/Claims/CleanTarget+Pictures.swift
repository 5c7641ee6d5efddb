internal import StrataDatasets
internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataPretraining

extension CleanTarget {
  /// The same masked images through both networks.
  func picture(_ laboratory: Laboratory) throws -> Picture {
    let dataset = try laboratory.dataset
    let seed = laboratory.seeds[0]
    let clean = dataset.test.features.matrix(rows: 0..<min(8, dataset.test.count))
    let masked = try laboratory.corrupted(clean, by: Self.probe, seed: seed)
    let reconstructed = try DenoisingAutoencoder.Target.allCases.map { target in
      try laboratory.reconstructions(
        stack(Self.probe.level, target, seed: seed, laboratory), of: masked)
    }
    let grid = try ImageGrid(
      Matrix(
        rows: 4 * clean.rows, columns: clean.columns,
        ([clean, masked] + reconstructed).flatMap(\.elements)),
      width: dataset.imageSide.width, height: dataset.imageSide.height, columns: clean.rows,
      scale: .fixed(0...1),
      colours: .grey, magnification: 2,
      rowLabels: ["clean", "\(Self.probe)"]
        + DenoisingAutoencoder.Target.allCases.map { "\($0.rawValue) target" })
    return .init(
      "targets", grid,
      caption: "Test images, masked, and what the networks make of them that were trained with as much noise "
        + "against the clean and against the corrupted input.")
  }

  /// What comes back of hidden ink, a bar for each way of training.
  func chart(_ observations: Observations) -> Findings.Exhibit<String> {
    let conditions = observations.conditions
    let bars = conditions.map { observations.summary(of: Self.recovered, at: $0)?.bar }
    let chart = BarChart(
      "Hidden ink that the reconstruction shows", axis: ChartAxis("masked ink recovered", format: .percent),
      categories: conditions.map { "\($0[0]), \($0[1])" }, groups: [.init("recovered", bars: bars)])
    return .init("recovered", chart.svg, caption: "Whiskers: the least and the greatest of the seeds.")
  }
}
