internal import Foundation
internal import StrataFiles

/// A data set of `.npy` files: examples, their labels beside them, and other parts of like names.
enum NPYDataset {
  static func read(_ url: URL, _ options: ReadingOptions) throws -> RawDataset {
    var reading = Reading(options: options)
    let siblings = SiblingFiles(url)
    let labels = try options.labels.map { try URL(userPath: $0) } ?? siblings.labels()
    let train = try reading.part(url, labels: labels)
    if options.labels == nil, let note = siblings.noteOnOtherLabels { reading.notes.append(note) }
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
      let file = try WholeFile(url)
      files.append(file.file)
      let array = try NPYArray(bytes: file.bytes[...], at: file.path)
      var part = try LabelledExamples(array, options, notes: &notes)
      if let labels {
        let read = try LabelFile(labels, count: part.values.rows, options, notes: &notes)
        part.labels = read.labels
        files.append(read.file)
      }
      return part
    }
  }
}
