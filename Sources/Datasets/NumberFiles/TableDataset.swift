internal import Foundation
internal import StrataFiles

/// A data set of tables of numbers: `.csv` and `.tsv`, compressed with gzip or not.
struct TableDataset {
  private let options: ReadingOptions
  private var files: [DataFile] = []
  private var notes: [Wording] = []

  static func read(_ url: URL, _ options: ReadingOptions) throws -> RawDataset {
    var dataset = TableDataset(options: options)
    return try dataset.read(url)
  }

  private init(options: ReadingOptions) { self.options = options }

  private mutating func read(_ url: URL) throws -> RawDataset {
    let siblings = SiblingFiles(url)
    // Where there is a file of labels, the name is that of its column.
    var examples = try TableExamples(
      url, label: options.labels == nil ? options.label : nil, known: options.columns,
      learned: options.learnedLabel, reads: options.columns != nil)
    files.append(examples.file)
    if options.labels != nil { try checkOtherLabels(examples) }
    let labels =
      try options.labels.map { try URL(userPath: $0) }
      ?? (examples.columns.label == nil ? siblings.labels() : nil)
    let table: NumberTable
    if labels == nil, let first = try examples.labelFirst() {
      table = first
    } else {
      table = try examples.table()
    }
    let layout = examples.layout(of: table, options)
    try options.requireSize(of: layout, at: examples.text.path)
    if case .columns = layout { try options.requireNotTransposed(examples.text.path) }
    var train = try examples.labelled(table, layout, options)
    if let labels { train.labels = try read(labels, of: train) }
    if train.labels == nil {
      notes.append("no labels: no column is called label, class, target, y or species")
    } else if labels == nil, let label = examples.columns.label {
      notes.append("labels are those of \(examples.columns.title(label))")
    }
    if examples.columns.areNamesNumbers {
      notes.append("the first line holds the columns' names, though they are numbers")
    } else if examples.columns.names == nil, case .columns = layout {
      notes.append("no header: the first line is an example, and columns have no names")
    }
    if examples.columns.inputs != nil {
      let ignored = examples.columns.ignored
      notes.append(
        """
        columns are taken by their names\(ignored.isEmpty ? "" : "; not read, as the model does not know them: \(ignored.listed(atMost: 6))")
        """)
    }
    notes += examples.columns.suspects.map {
      "\($0) is taken as an input, though its name is one that labels have: if it tells the class, leave it out"
    }
    if examples.columns.hasNamelessFirst, table.firstColumnCounts(columns: layout.width) {
      notes.append(
        """
        column 1 has no name and counts the rows: if it is an index, leave it out (pandas: index=False), as it tells \
        their order
        """)
    }
    if labels == nil, let labels = train.labels { notes += labels.notesOnMissing }
    let validation = try part(.validation, siblings, examples, train)
    let test = try part(.test, siblings, examples, train)
    return try RawDataset(train: train, validation: validation, test: test, files: files, notes: notes)
  }

  /// Where a file of labels is named, a column of the examples is no input if it is called as labels are; one that was named,
  /// too, says that there are two.
  private mutating func checkOtherLabels(_ examples: TableExamples) throws {
    let columns = examples.columns
    if let wanted = options.label, let column = columns.names?.firstIndex(of: wanted) {
      try options.requireNoOtherLabels(columns.title(column), at: examples.text.path)
    }
    guard let label = columns.label else { return }
    notes.append("\(columns.title(label)) is left out: the labels are those of \(options.labels ?? "a file")")
  }

  private mutating func read(_ labels: URL, of examples: LabelledExamples) throws -> RawLabels {
    let read = try LabelFile(labels, count: examples.values.rows, options, notes: &notes)
    files.append(read.file)
    return read.labels
  }

  /// Another part in a file beside the training examples, which has their columns.
  private mutating func part(
    _ part: PartnerNames.Part, _ siblings: SiblingFiles, _ train: TableExamples, _ trainPart: LabelledExamples
  ) throws -> LabelledExamples? {
    guard let url = siblings.part(part) else { return nil }
    var examples = try TableExamples(url, label: nil, known: train.columns.names)
    let hasLabels = findLabels(in: &examples, train)
    guard hasLabels || train.columns.label == nil else {
      notes.append("\(examples.text.path) has no labels and is left out")
      return nil
    }
    files.append(examples.file)
    let isLike =
      examples.columns.width == train.columns.width && examples.columns.features == train.columns.features
    guard isLike else {
      throw InputError(
        .malformedData, at: examples.text.path, expected: "the columns of \(train.text.path)",
        found: examples.columns.differences(from: train.columns),
        advice: "use files that belong together, or rename this one")
    }
    var result = try examples.labelled(examples.table(), trainPart.layout, options)
    if !hasLabels, let labels = SiblingFiles(url).labels() { result.labels = try read(labels, of: result) }
    return result
  }

  /// Finds the column that is called as that of the training examples' labels, or has its place; false when it has none.
  private func findLabels(in examples: inout TableExamples, _ train: TableExamples) -> Bool {
    examples.columns.label = nil
    guard let label = train.columns.label else { return false }
    if let name = train.columns.names?[label] {
      examples.columns.label = examples.columns.names?.firstIndex(of: name)
    } else if examples.columns.names == nil, examples.columns.width == train.columns.width {
      examples.columns.label = label
    }
    return examples.columns.label != nil
  }
}
