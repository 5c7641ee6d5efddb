internal import StrataDatasets
internal import StrataDrawings
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRecipes
internal import StrataSession

/// Pictures of a stack's first layer: what its units look for, and what it makes of noisy images.
struct StackPictures {
  /// The names of the files.
  static let filters = "filters.png"
  static let reconstructions = "reconstructions.png"

  private let graph: LayerGraph
  private let session: Session
  private let weight: Matrix
  private let place: String
  private let height: Int
  private let width: Int

  /// Pictures of a graph that a session's recipe made, of the size of its images.
  ///
  /// - Parameter place: the run, as errors name it.
  /// - Throws: `InputError` when the graph has no first layer, or reads images of another size.
  init(of graph: LayerGraph, in session: Session, place: String) throws {
    try session.dataset.requireWidth(graph.inputWidth, of: place)
    guard let size = session.dataset.imageSize else {
      throw InputError(
        .usage, at: place, expected: "a model of images", found: "one of \(session.dataset.layout.title)",
        advice: "there is nothing to draw; score --per-column shows which columns a model does not expect")
    }
    (height, width) = size
    guard let weight = graph.parameters[NodeRole.encoder.weight(of: 0)], weight.rows == session.dataset.width
    else {
      throw InputError(
        .missingInput, at: place, expected: "a stack with a first layer", found: "a model without one",
        advice: "name a pretraining or fine-tuned run")
    }
    self.graph = graph
    self.session = session
    self.weight = weight
    self.place = place
  }

  /// As large as a column of text is wide, with so many images beside each other.
  private func magnification(columns: Int, beside words: Int = 0) -> Int {
    max(1, (700 - words) / (columns * (width + 1)))
  }

  /// w / ‖w‖ of the first so many units, as one grid.
  func filters(units: Int, scale: ImageGrid.Scale) throws -> ImageGrid {
    let shown = min(units, weight.columns)
    return try ImageGrid.filters(
      of: weight, units: Array(0..<shown), width: width, height: height, scale: scale,
      magnification: magnification(columns: 10),
      caption: "\(shown) of \(weight.columns) units of \(session.recipe.name): for each, "
        + "the input of norm 1 that excites it most")
  }

  /// The same units drawn in a terminal 80 characters wide, as many as fit a screen.
  func drawing(units: Int, scale: ImageGrid.Scale, colours: TerminalColours) throws -> String {
    let shown = Array(0..<min(units, weight.columns, 20))
    let grid = try ImageGrid.filters(of: weight, units: shown, width: width, height: height, scale: scale)
    let range = scale == .shared ? "one scale for all" : "each on its own scale"
    return grid.drawing(of: shown.indices, colours: colours)
      + "\n\(shown.count) of \(weight.columns) units, \(range)\n"
  }

  /// The first test images: clean, under each kind of noise, and what the first layer makes of them; nil
  /// for a graph without a decoder, or where there is no test image.
  ///
  /// The noise that it was trained on comes first.
  func reconstructions() throws -> ImageGrid? {
    let hasDecoder = graph.nodes.contains { $0.name == "reconstruction.0" }
    guard hasDecoder, session.dataset.test.count > 0 else { return nil }
    // A model may call so what is no picture.
    guard try graph.holdsFeatures("reconstruction.0"),
      try graph.width(of: "reconstruction.0") == session.dataset.width
    else {
      throw InputError(
        .malformedData, at: place, expected: "\(session.dataset.width) pixels in reconstruction.0",
        found: "another node of that name", advice: "name another run")
    }
    let clean = session.dataset.test.features.matrix(rows: 0..<min(8, session.dataset.test.count))
    let undoings = try noises.map { steps in
      let corrupted = try steps.applied(
        to: clean, noise: .init(seed: session.recipe.seed, purpose: "pictures/"),
        execution: session.options.execution)
      return ImageGrid.Undoing(
        // The words beside a row have to be few; the caption names them all.
        steps.count == 1 ? steps[0].description : "as trained", corrupted: corrupted,
        reconstructed: try Inference(
          graph, target: "reconstruction.0", execution: session.options.execution
        ).values(for: corrupted))
    }
    return try ImageGrid.reconstructions(
      clean: clean, noises: undoings, width: width, height: height,
      magnification: magnification(columns: clean.rows, beside: 230),
      caption: "layer 1 of \(session.recipe.name), "
        + (trainedOn.isEmpty
          ? "trained without noise" : "trained on \(trainedOn.map(\.description).joined(separator: " + "))"))
  }

  /// The steps of the noise that the first layer was trained on.
  private var trainedOn: [Corruption] {
    graph.nodes.filter { $0.name == "corruption.0" || $0.name.hasPrefix("corruption.0.") }.compactMap {
      if case .corruption(let corruption) = $0.operation { corruption } else { nil }
    }
  }

  /// Noises, each in its steps.
  private var noises: [[Corruption]] {
    let others = Corruption.Kind.allCases.filter { trainedOn.count != 1 || $0 != trainedOn[0].kind }
    return (trainedOn.isEmpty ? [] : [trainedOn]) + others.map { [Corruption($0, level: 0.25)] }
  }
}
