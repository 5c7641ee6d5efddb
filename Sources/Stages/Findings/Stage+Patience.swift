internal import StrataDatasets
internal import StrataFiles
internal import StrataRecipes
internal import StrataSession

extension Stage {
  /// Throws where fine-tuning is to wait for a lower validation error and there are no validation examples: before hours
  /// of pretraining.
  func requireSomethingToBePatientOver() throws(InputError) {
    guard let patience = recipe.patience, dataset.validation.count == 0 else { return }
    throw InputError(
      .recipe, at: "fine_tuning.patience",
      expected: "none, as there are no validation examples to be patient over", found: "\(patience)",
      advice: "leave it out, or keep examples for validation")
  }
}
