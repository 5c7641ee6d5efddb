internal import StrataDatasets
internal import StrataFiles
internal import StrataInference
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

extension Session {
  /// A session that goes on with the layers of another run: on that one's data unless others are named, read as it read
  /// them.
  ///
  /// - Parameters:
  ///   - recipe: what is to be done, on those data.
  ///   - dataset: the examples, when they are loaded already.
  /// - Throws: `InputError` where the run has none to begin from, and where it has learned from what would be tested on.
  init(
    _ options: PipelineOptions, layersOf parent: RunFolder, _ recipe: Recipe, _ dataset: Dataset?,
    _ console: Console
  ) throws {
    let data = try dataset.map { (options, $0) } ?? options.data(of: parent.record, recipe)
    // What was learned of the data before the first layer goes with the layers.
    let encoding = try Model(parent.checkpoint(parent.weightsName)).encoding
    try self.init(
      options: data.0, recipe: recipe, dataset: data.1.read(as: encoding, by: parent.name), console: console)
    try self.dataset.requireClasses()
    guard !self.dataset.forRecord.mayTestOnExamples(learnedFrom: parent.record.dataset) else {
      throw InputError(
        .recipe, at: "the division of the data",
        expected: "that of \(parent.name), which has learned from the other examples", found: "another",
        advice: "leave split, data.split_seed and data.test as they were, or pretrain with them")
    }
    if let note = OtherData.note(on: parent, before: self.dataset) { console.say("note", note) }
  }
}
