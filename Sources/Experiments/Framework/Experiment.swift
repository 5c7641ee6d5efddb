internal import StrataDatasets
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// A claim of the lecture that can be put to the test.
protocol Experiment: Sendable {
  /// The word for it on the command line.
  var name: String { get }
  /// What the lecture says, in a sentence.
  var claim: String { get }

  /// The recipe that it follows unless the user says otherwise; a quick one takes fewer images and epochs.
  func recipe(isQuick: Bool) -> Recipe

  /// True when it works on the recipe's data set; false when it draws its examples itself.
  var takesDataset: Bool { get }
  /// True when it chooses among settings by the validation examples.
  var choosesByValidation: Bool { get }
  /// True when it can work on images that a user names, in place of generated ones.
  var takesImages: Bool { get }

  /// Repetitions unless the user says how many.
  var usualSeeds: Int { get }

  /// The examples that it works on, as its record names them.
  func data(in laboratory: Laboratory) throws -> RunRecord.Dataset

  /// The numbers that an example has.
  func inputs(in laboratory: Laboratory) throws -> Int

  /// Trains, measures, and judges.
  func run(in laboratory: Laboratory) throws -> Findings
}

extension Experiment {
  var takesDataset: Bool { true }
  var choosesByValidation: Bool { false }
  var takesImages: Bool { false }
  var usualSeeds: Int { 3 }

  func data(in laboratory: Laboratory) throws -> RunRecord.Dataset { try laboratory.dataset.forRecord }

  func inputs(in laboratory: Laboratory) throws -> Int { try laboratory.dataset.width }
}
