internal import StrataLinearAlgebra

/// The parameters by which a network in training is judged and used: averaged over the steps where the recipe asks for
/// that, with statistics measured on the training examples. Where neither is so, they are those in training.
final class InferenceParameters {
  /// Where they lie.
  let store: ParameterStore
  private let training: ParameterStore
  private let measurement: Measurement?
  private let source: BatchSource
  /// The parameters whose averages are taken in place of them.
  private let averages: [String: Place]

  init(
    _ graph: LayerGraph, minimizing loss: String, training: ParameterStore, averages: [String: Place],
    source: BatchSource, execution: Execution
  ) throws {
    self.training = training
    self.averages = averages
    self.source = source
    store =
      averages.isEmpty ? training : ParameterStore(graph, precision: execution.arithmetic.precision)
    measurement = try Measurement(
      graph, below: [loss], into: store, examples: source.features.rows, density: source.features.density,
      execution: execution)
  }

  /// What they take of memory, in bytes, beside the parameters in training; known before it is taken.
  static func bytes(
    _ graph: LayerGraph, minimizing loss: String, isAveraged: Bool, examples: Int, density: Float,
    arithmetic: Arithmetic
  ) throws -> Int {
    try (isAveraged ? ParameterStore.bytes(graph, precision: arithmetic.precision) : 0)
      + Measurement.bytes(
        graph, below: [loss], examples: examples, density: density, arithmetic: arithmetic)
  }

  /// What they have taken.
  var bytes: Int { (averages.isEmpty ? 0 : store.bytes) + (measurement?.bytes ?? 0) }

  /// Brings them up to what training has come to. Throws where examples could not be read.
  func update() throws {
    if !averages.isEmpty {
      var table = training.table
      for (name, average) in averages { table[name] = average.window.copied() }
      store.assign(table)
    }
    try measurement?.measure(on: source)
  }
}
