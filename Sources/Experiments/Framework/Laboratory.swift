internal import Foundation
internal import StrataDatasets
internal import StrataDrawings
internal import StrataLinearAlgebra
internal import StrataRecipes
internal import StrataSession

/// Where an experiment is carried out: its recipe, its seeds, its data, and the models that it trains.
///
/// Models are kept: a second experiment that asks for the same one, to the last setting, gets it at once.
struct Laboratory {
  /// What the user chose.
  let options: PipelineOptions
  /// The experiment's recipe, with what the user changed.
  let recipe: Recipe
  /// One repetition for each.
  let seeds: [UInt64]
  /// True to take fewer images, epochs and arms.
  let isQuick: Bool
  /// A folder or file of images for experiments on patches; nil for generated ones.
  let images: String?
  let console: Console
  let shelf: Shelf

  /// The images of the recipe's data set, in three parts.
  var dataset: Dataset { get throws { try shelf.dataset(of: recipe, options) } }

  var execution: Execution { options.execution }

  /// Does a piece of work and says how long it took.
  ///
  /// - Throws: what `StopRequest.check` throws, once somebody has asked to stop; what `body` throws.
  func doing<Result>(_ work: String, _ body: () throws -> Result) throws -> Result {
    try options.stopRequest.check()
    console.progress(work, share: 0)
    let start = ContinuousClock.now
    let result = try body()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    console.say("  " + work.padding(toLength: 62, withPad: " ", startingAt: 0) + String(seconds: seconds))
    return result
  }

  /// Does a piece of work once for each seed and says how long each took.
  func forEachSeed(_ work: String, _ body: (UInt64) throws -> Void) throws {
    for seed in seeds { try doing("\(work), seed \(seed)") { try body(seed) } }
  }
}
