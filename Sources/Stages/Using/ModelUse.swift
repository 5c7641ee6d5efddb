internal import Foundation
internal import StrataClassifiers
internal import StrataDatasets
package import StrataDrawings
internal import StrataAnalysis
internal import StrataFiles
internal import StrataRecipes
internal import StrataRuns
package import StrataInference
package import StrataLinearAlgebra
package import StrataSession

/// Using a model on examples: what predict, encode, reconstruct and score have in common.
package struct ModelUse: Sendable {
  /// The model.
  package let source: ModelSource
  /// The examples.
  package let examples: Examples
  /// The same as the model reads them.
  private let features: any Features
  let execution: Execution
  let console: Console

  /// A model on examples.
  ///
  /// - Parameters:
  ///   - names: a model first, if one is named there, then examples; where `model` is given, examples alone.
  ///   - part: which part of a data set.
  /// - Throws: `InputError` when the model or the examples cannot be read.
  package init(
    _ options: PipelineOptions, model: String?, names: [String], part: ExamplePart? = nil, console: Console
  ) throws {
    var inputs = names
    var name = model
    if name == nil, let first = inputs.first, ModelSource.isModel(first, options) {
      name = inputs.removeFirst()
    }
    try Self.requireNoModel(among: inputs, options)
    let recipe = try options.recipe(of: "this command", setting: RecipeKey.reading)
    source = try ModelSource(name, options, console: console)
    var reading = recipe.loading.reading
    reading.columns = source.model.columnNames
    reading.learnedLabel = source.model.learnedLabel
    let reader = ExampleReader(
      model: source.model, options: reading, assigned: recipe.assigned.names, part: part,
      folder: try options.dataFolder.map { try URL(userPath: $0, isDirectory: true) })
    examples = try reader.read(inputs)
    features = try source.model.encoding.features(of: examples.values, at: examples.place)
    execution = options.execution
    self.console = console
    for note in examples.notes { console.say("note", note) }
  }

  /// Throws where a model, or a folder of them, stands where examples are to stand.
  private static func requireNoModel(among inputs: [String], _ options: PipelineOptions) throws {
    for input in inputs where input != "-" {
      if ModelSource.isModel(input, options) {
        throw InputError(
          .usage, at: input, expected: "one model, and behind it what to use it on",
          found: "a model behind something else",
          advice: "put it first, and name no other")
      }
      let url = try URL(userPath: input)
      if RunStore.holdsRuns(url) {
        throw InputError(
          .usage, at: input, expected: "something to use the model on", found: "a folder of runs",
          advice: "for the newest of them: --runs \(input.shellQuoted)")
      }
    }
  }

  /// What a prediction's number is: `probability`, or `margin` for a model that has none, as a support vector machine.
  package var measure: String { source.model.measure }

  /// The predictions, and for each whether the example is unlike the training data (nil where the model cannot tell).
  package func predictions() throws -> [(prediction: Prediction, isUnlike: Bool?)] {
    let model = source.model
    let predictions = try model.predict(features, execution: execution)
    guard model.stack != nil, model.scores != nil else { return predictions.map { ($0, nil) } }
    let scores = try model.score(features, execution: execution)
    let unlike = scores.map { model.isUnlike($0) }
    let count = unlike.count { $0 }
    if count > 0 {
      console.say(
        "note",
        "\(count) of \(unlike.count) examples \(count == 1 ? "is" : "are") unlike the training data: reconstructed worse "
          + "than 99 % of its validation examples")
    }
    return zip(predictions, unlike).map { ($0, $1) }
  }

  /// The codes: of one node, or of all beside each other.
  package func codes(node: String?, all: Bool) throws -> Matrix {
    let model = source.model
    guard all, !model.codeNames.isEmpty else {
      return try model.encode(features, node: node, execution: execution)
    }
    let parts = try model.codeNames.map { try model.encode(features, node: $0, execution: execution) }
    return Matrix(
      rows: features.rows, columns: parts.reduce(0) { $0 + $1.columns },
      (0..<features.rows).flatMap { row in parts.flatMap { $0.row(row) } })
  }

  /// What the stack makes of the examples, as raw numbers.
  package func reconstructions() throws -> Matrix {
    var elements: [Float] = []
    let encoding = source.model.encoding
    try source.model.reconstruct(features, execution: execution) { batch in
      for (index, value) in batch.reconstruction.elements.enumerated() {
        elements.append(encoding.raw(value, column: index % batch.reconstruction.columns))
      }
    }
    return Matrix(rows: features.rows, columns: features.columns, elements)
  }

  /// The scores, and for each example the squared error of each column where that is asked for.
  package func scores(perColumn: Bool) throws -> (scores: [Score], columns: Matrix?) {
    let scores = try source.model.score(features, execution: execution)
    guard perColumn else { return (scores, nil) }
    var elements: [Float] = []
    try source.model.reconstruct(features, execution: execution) { batch in
      let encoded = (features.uncut ?? features).matrix(rows: batch.rows)
      elements += zip(encoded.elements, batch.reconstruction.elements).map { ($0 - $1) * ($0 - $1) }
    }
    try features.requireIntact()
    return (scores, Matrix(rows: features.rows, columns: features.columns, elements))
  }

  /// What the columns are called: by the file that the model was trained on, or by their number from 0.
  package var columnNames: [String] {
    namesOfColumns ?? (0..<source.model.encoding.layout.width).map { "\($0)" }
  }

  /// What the model's columns are called; nil where they have no names.
  package var namesOfColumns: [String]? {
    if case .columns(_, let names) = source.model.encoding.layout { names } else { nil }
  }

  /// The first examples as the model sees them, with what it says of each, for a terminal.
  package func drawing(of predictions: [Prediction], colours: TerminalColours) throws -> String {
    guard case .image(let height, let width) = source.model.encoding.layout else {
      throw InputError(
        .usage, at: source.place, expected: "a model of images",
        found: "one of \(source.model.encoding.layout.title)",
        advice: "leave --show out")
    }
    let panels = (0..<min(8, predictions.count)).map { index in
      let values = features.matrix(rows: index..<index + 1).elements
      return TerminalDrawing.Panel(
        PixelImage(
          width: width, height: height,
          pixels: values.map { Colour(grey: UInt8((min(max($0, 0), 1) * 255).rounded())) }),
        caption: predictions[index].className)
    }
    return TerminalDrawing(panels).text(colours: colours)
  }
}
