internal import StrataDatasets
internal import StrataDrawings
internal import StrataInference
internal import StrataRuns

/// What there is to say where a run has learned from other examples than those at hand.
enum OtherData {
  /// Of a run whose encoder is to learn on from a data set; nil where it has learned from the same files.
  static func note(on parent: RunFolder, before dataset: Dataset) -> String? {
    let learned = parent.record.dataset
    guard learned.sha256 != dataset.sha256 else { return nil }
    let start =
      "\(parent.name) learned from other files (\(learned.name), \(String(grouped: learned.train)) examples) than these"
    guard let rows = (try? parent.wholeModel())?.learnedRows else { return start }
    let tests = rows.count(of: dataset.test.rowHashes)
    return start
      + ", with \(String(grouped: rows.count(of: dataset.learningHashes))) of the examples to learn from and "
      + "\(String(grouped: tests)) of those for the test among them"
      + (tests > 0 ? ", so that the test error will not be that on new ones" : "")
  }

  /// Of a run that is measured beside others, as what the run did: in what the examples that it learned from differ from
  /// those of the table.
  ///
  /// - Parameters:
  ///   - here: the data of the table.
  ///   - seen: its test examples.
  static func notes(on run: RunFolder, in here: RunRecord.Dataset, _ seen: SeenExamples) -> [String] {
    let there = run.record.dataset
    // A run of an older version has no model that knows it.
    let learned = try? run.wholeModel().learnedRows
    if there.sha256 != here.sha256 {
      let name = there.name == here.name ? "other files of the name \(there.name)" : there.name
      return [seen.note(on: learned, trainedOn: name)]
    }
    let division: String? =
      if (there.train, there.validation) != (here.train, here.validation) {
        "was trained on \(String(grouped: there.train)) examples and chosen by \(String(grouped: there.validation)), "
          + "not by the \(String(grouped: here.train)) and \(String(grouped: here.validation)) of this table"
      } else {
        here.learnsFromTheSame(as: there) ? nil : "was trained on others of these examples than this table's"
      }
    return [division, seen.note(on: learned)].compactMap(\.self)
  }
}
