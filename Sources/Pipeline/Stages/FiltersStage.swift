internal import Checkpoints
internal import Datasets
internal import Foundation
internal import LayerGraph
internal import LinearAlgebra
internal import Reports

/// Two pictures of a run: what its first layer's units look for, and what it makes of noisy images.
public struct FiltersStage: Sendable {
  /// The pictures that were written.
  public struct Outcome: Encodable, Sendable {
    /// The run that they show.
    public let run: String
    /// w / ‖w‖ of the first layer's units, as one grid.
    public let filters: String
    /// Clean, corrupted and reconstructed test images; nil for a run without a decoder.
    public let reconstructions: String?
  }

  private let stage: Stage
  private let folder: RunFolder
  private let units: Int
  private let output: URL

  /// Pictures with a user's options.
  ///
  /// - Parameters:
  ///   - name: a run by name or path; nil for the newest pretraining run.
  ///   - units: how many of the first units to show.
  ///   - output: the folder to write to; nil for the run's own.
  /// - Throws: `InputError` when there is no such run.
  public init(
    _ options: PipelineOptions, run name: String?, units: Int, output: String?, console: Console
  ) throws {
    let store = RunStore(root: URL(fileURLWithPath: options.runs, isDirectory: true))
    folder = try name.map { try store.open($0) } ?? store.newest(.pretrain)
    let recipe = try Recipe(yaml: folder.recipe(), at: folder.file("recipe.yml").relativePath)
    stage = try Stage(
      options: options, recipe: try options.recipe(inherited: recipe), console: console)
    self.units = units
    self.output = output.map { URL(fileURLWithPath: $0, isDirectory: true) } ?? folder.url
    if name == nil { console.say("run", "the newest pretraining run, \(folder.name)") }
  }

  /// Draws and writes them.
  public func run() throws -> Outcome {
    let graph = try folder.model(folder.has(.best) ? .best : .last)
    try stage.dataset.requireWidth(graph.inputWidth, of: folder.name)
    let (width, height) = (stage.dataset.imageWidth, stage.dataset.imageHeight)
    guard let weight = graph.parameters["encoder.0.weight"], weight.rows == stage.dataset.width else {
      throw InputError(
        .missingInput, at: folder.url.relativePath, expected: "a stack with a first layer",
        found: "a model without one", advice: "name a pretraining or fine-tuned run")
    }
    let shown = min(units, weight.columns)
    let filters = try ImageGrid.filters(
      of: weight, units: Array(0..<shown), width: width, height: height,
      caption: "\(shown) of \(weight.columns) units of \(stage.recipe.name): for each, "
        + "the input of norm 1 that excites it most")
    var outcome = Outcome(
      run: folder.name, filters: try write(filters, as: "filters.png"), reconstructions: nil)
    if graph.nodes.contains(where: { $0.name == "reconstruction.0" }) {
      outcome = Outcome(
        run: outcome.run, filters: outcome.filters,
        reconstructions: try write(
          try reconstructions(graph, width: width, height: height), as: "reconstructions.png"))
    }
    return outcome
  }

  /// The first test images: clean, corrupted as the first layer was trained on, and what it makes of them.
  private func reconstructions(_ graph: LayerGraph, width: Int, height: Int) throws -> ImageGrid {
    let clean = stage.dataset.test.images.matrix(rows: 0..<min(12, stage.dataset.test.count))
    let noise = Workspace.Noise(seed: stage.recipe.seed, purpose: "pictures/")
    func values(_ node: String) throws -> Matrix {
      // A model may call so what is no picture.
      guard try graph.holdsFeatures(node), try graph.width(of: node) == clean.columns else {
        throw InputError(
          .malformedData, at: folder.url.relativePath, expected: "\(clean.columns) pixels in \(node)",
          found: "another node of that name", advice: "name another run")
      }
      return try Inference(graph, target: node, noise: noise, execution: stage.options.execution)
        .values(for: clean)
    }
    let hasNoise = graph.nodes.contains { $0.name == "corruption.0" }
    return try ImageGrid.reconstructions(
      clean: clean, corrupted: hasNoise ? try values("corruption.0") : clean,
      reconstructed: try values("reconstruction.0"), width: width, height: height,
      caption: "layer 1 of \(stage.recipe.name)")
  }

  private func write(_ grid: ImageGrid, as name: String) throws -> String {
    let url = output.appending(path: name)
    try AtomicFile.write(try PNG.encode(grid.picture), to: url)
    return url.relativePath
  }
}
