internal import Foundation
internal import StrataDatasets
internal import StrataFiles
internal import StrataInference
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// Data are known by their hash, not by where they lay.
extension PipelineOptions {
  /// The data that a run learned from, wherever they lie now, or others that the user names.
  ///
  /// Where the user names none, they are looked for where the recipe has them and where they were; those with the
  /// run's hash are taken before others.
  ///
  /// - Parameter recipe: says which part of the data to take.
  /// - Returns: the data, and the options that name them.
  /// - Throws: `InputError` when there are none.
  func data(
    of record: RunRecord, _ recipe: Recipe
  ) throws -> (options: PipelineOptions, dataset: Dataset) {
    var other: (PipelineOptions, Dataset)?
    var failure: InputError?
    for candidate in candidates(for: record, recipe) {
      do {
        let dataset = try candidate.load(candidate.naming(recipe))
        if dataset.sha256 == record.dataset.sha256 { return (candidate, dataset) }
        other = other ?? (candidate, dataset)
      } catch let error as InputError where error.kind == .missingInput || error.kind == .usage {
        failure = failure ?? error
      }
    }
    if let other { return other }
    if let failure { throw failure }
    return (self, try load(naming(recipe)))
  }

  /// The same, of a run whose model is to read them: pictures of another size than it learned from are made into images as
  /// those were, where nothing else is said.
  func data(of run: RunFolder, _ recipe: inout Recipe) throws -> (options: PipelineOptions, dataset: Dataset)
  {
    let keys = ["data.image_size", "data.fit", "data.stretch"]
    let found = Result { try data(of: run.record, recipe) }
    let dataset = try? found.get().dataset
    let isMalformed =
      if case .failure(let error as InputError) = found { error.kind == .malformedData } else { false }
    // The model is read only where it may matter.
    guard isMalformed || (dataset?.imageSize != nil && dataset?.sha256 != run.record.dataset.sha256),
      !keys.contains(where: says), let preparation = try? run.wholeModel().encoding.preparation,
      dataset?.imageSize.map({ ($0.height, $0.width) != (preparation.height, preparation.width) }) ?? true
    else { return try found.get() }
    let values = [
      "\(preparation.height)x\(preparation.width)", preparation.fit.rawValue, "\(preparation.isStretched)",
    ]
    var options = self
    for assignment in zip(keys, values).map({ "\($0)=\($1)" }) {
      try recipe.set(assignment)
      options.assignments.append(assignment)
    }
    return try options.data(of: run.record, recipe)
  }

  /// Where to look: what the user names and nothing else, or where the data may be.
  private func candidates(for record: RunRecord, _ recipe: Recipe) -> [PipelineOptions] {
    let isNamed = dataset != nil || dataFolder != nil || assignments.contains { $0.hasPrefix("dataset=") }
    let name = dataset ?? recipe.dataset
    // Of a data set with a name the folder is where its files lie; without one the folder is the data set.
    let isPublished = DatasetName.names.contains(name) && (try? DatasetName(name).takesFolder) ?? false
    func place(_ folder: String) -> PipelineOptions {
      var options = self
      (options.dataset, options.dataFolder) = isPublished ? (dataset, folder) : (folder, nil)
      if options.dataset != nil { options.assignments.removeAll { $0.hasPrefix("dataset=") } }
      return options
    }
    if isNamed { return [dataFolder.map { isPublished ? self : place($0) } ?? self] }
    let places = [record.dataFolder, record.dataPlace].compactMap(\.self)
      .filter { FileManager.default.fileExists(atPath: $0) }
    // What needs no naming comes first, so that a command that is printed names a folder only where it must.
    return [self] + places.map(place)
  }

  /// The recipe on the data that the options name.
  private func naming(_ recipe: Recipe) -> Recipe {
    var recipe = recipe
    if let dataset { recipe.dataset = dataset }
    return recipe
  }
}
