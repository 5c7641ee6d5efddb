internal import Foundation
internal import StrataFiles

/// A data set of `.npy` files: examples, their labels beside them, and other parts of like names.
enum NPYDataset {
  static func read(_ url: URL, _ options: ReadingOptions) throws -> RawDataset {
    var reading = Reading(options: options)
    let siblings = SiblingFiles(url)
    let labels = try options.labels.map { try URL(userPath: $0) } ?? siblings.labels()
    // A table of labels has a column of them.
    if labels.map({ $0.pathExtension.lowercased() == "npy" }) ?? true {
      try options.requireNoLabelName(of: url.lastPathComponent)
    }
    let train = try reading.part(url, labels: labels)
    if options.labels == nil, let note = siblings.noteOnLabels { reading.notes.append(note) }
    if labels == nil { reading.notes.append("no labels: neither is there \(siblings.expectedLabels)") }
    func other(_ part: PartnerNames.Part) throws -> LabelledExamples? {
      try siblings.part(part).map { try reading.part($0, labels: SiblingFiles($0).labels()) }
    }
    return try RawDataset(
      train: train, validation: other(.validation), test: other(.test), files: reading.files,
      notes: reading.notes)
  }

  private struct Reading {
    let options: ReadingOptions
    var files: [DataFile] = []
    var notes: [Wording] = []

    mutating func part(_ url: URL, labels: URL?) throws -> LabelledExamples {
      var part = try examples(url)
      if let labels {
        let read = try LabelFile(labels, count: part.values.rows, options, notes: &notes)
        part.labels = read.labels
        files.append(read.file)
      }
      return part
    }

    /// The examples of a file, without labels: in memory, or in their file where they are too many.
    private mutating func examples(_ url: URL) throws -> LabelledExamples {
      if let array = try StoredArray(url, largerThan: options.largestInMemory),
        let part = try LabelledExamples(array, options, notes: &notes)
      {
        files.append(try array.dataFile())
        return part
      }
      let file = try WholeFile(url)
      files.append(file.file)
      let array = try NPYArray(bytes: file.bytes[...], at: file.path)
      return try LabelledExamples(array, options, notes: &notes)
    }
  }
}
