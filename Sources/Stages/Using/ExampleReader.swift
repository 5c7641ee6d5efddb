internal import Foundation
internal import Glibc
package import StrataDatasets
internal import StrataFiles
internal import StrataInference
internal import StrataLinearAlgebra
internal import StrataSession

/// Examples to use a model on.
package struct Examples: Sendable {
  /// Where they are from.
  package var place: String
  /// What each is called: a file's path, or its number from 0.
  package var names: [String]
  /// Their raw numbers.
  package let values: RawValues
  /// Their classes, where the files say them.
  package let labels: [String?]?
  /// What was noticed while they were read.
  package var notes: [String] = []
  /// The paths of the files that were read, where they are those of a data set.
  package var files: [String] = []
}

/// Reads what a user names for a model: pictures, folders of them, arrays, tables, data sets, or the standard input.
struct ExampleReader {
  let model: Model
  let options: ReadingOptions
  /// The keys of the recipe that a user has set.
  let assigned: Set<String>
  /// Which part of a data set; nil for the test part, or all where there is none.
  let part: ExamplePart?
  /// Where the files of a published data set lie; nil for the usual places.
  let folder: URL?

  func read(_ inputs: [String]) throws -> Examples {
    guard !inputs.isEmpty else {
      throw InputError(
        .usage, at: "input", expected: "a picture, a folder, an array, a table, or - for the standard input",
        found: "none", advice: "name one")
    }
    if inputs.count == 1, !FileManager.default.fileExists(atPath: inputs[0]),
      DatasetName.names.contains(inputs[0])
    {
      let raw = try RawDataset.read(
        DatasetName(inputs[0]), from: folder, options, environment: ProcessInfo.processInfo.environment)
      return try examples(of: raw, at: inputs[0])
    }
    if let folder {
      throw InputError(
        .usage, at: folder.relativePath, expected: "the name of a data set beside --data",
        found: inputs.joined(separator: ", "), advice: "leave --data out, or name mnist or fashion-mnist")
    }
    guard inputs.contains("-") else { return try read(inputs.map { try URL(userPath: $0) }) }
    return try StandardInput.reading { file in
      try read(inputs.map { $0 == "-" ? file : try URL(userPath: $0) })
    }
  }

  private func read(_ paths: [URL]) throws -> Examples {
    var status = stat()
    let kinds: [mode_t] = [S_IFREG, S_IFDIR]
    if paths.count == 1, stat(paths[0].path, &status) == 0, !kinds.contains(status.st_mode & S_IFMT) {
      throw InputError(
        .usage, at: paths[0].relativePath, expected: "a file or a folder", found: "a pipe or a device",
        advice: "give it as the standard input: … | mnist-pipeline predict -")
    }
    // First of all, as it may be one of several data sets in a folder: `gzip/emnist-letters`.
    if paths.count == 1, let raw = try RawDataset.readNumbers(at: paths[0], options) {
      return try examples(of: raw, at: paths[0].relativePath, isFile: holdsOnePart(paths[0]))
    }
    for path in paths where !FileManager.default.fileExists(atPath: path.path) {
      throw InputError(
        .missingInput, at: path.relativePath, expected: "something to use the model on",
        found: "nothing of that name",
        advice: "check the path")
    }
    let endings = ["npy", "npz", "csv", "tsv", "gz"]
    if paths.count > 1, let file = paths.first(where: { endings.contains($0.pathExtension.lowercased()) }) {
      throw InputError(
        .usage, at: file.relativePath, expected: "one table or array at a time, or pictures",
        found: "\(paths.count) inputs",
        advice: """
          call the program once for each, or join them; a model, which may come first, is a run or a .safetensors file
          """)
    }
    return try pictures(paths)
  }

  /// True for a file that is one part of a data set: who names it means what is in it, whatever lies beside it. An archive
  /// holds all parts.
  private func holdsOnePart(_ url: URL) -> Bool {
    FileManager.default.fileExists(atPath: url.path) && !url.isFolder
      && !["npz", "json"].contains(url.pathExtension.lowercased())
  }

  private func examples(of raw: RawDataset, at place: String, isFile: Bool = false) throws -> Examples {
    let all: [(ExamplePart, RawDataset.Part)] =
      [(.train, raw.train)]
      + [(.validation, raw.validation), (.test, raw.test)].compactMap { name, part in
        part.map { (name, $0) }
      }
    let wanted = part ?? (isFile ? .train : raw.test == nil ? .all : .test)
    let chosen = wanted == .all ? all : all.filter { $0.0 == wanted }
    guard let first = chosen.first, part == nil || part == .all || all.count > 1 else {
      throw InputError(
        .usage, at: "--part \(wanted.rawValue)",
        expected: all.count > 1 ? all.map(\.0.rawValue).joined(separator: ", ") : "examples in parts",
        found: "\(place), which has \(all.count > 1 ? "no such part" : "none")",
        advice: """
          leave --part out for all of them; what training drew of the rows is no part of the file: evaluate keeps its \
          predictions of the test examples in predictions.csv
          """)
    }
    let values = try chosen.dropFirst().reduce(first.1.values) { try $0.appending($1.1.values) }
    let labels = chosen.flatMap { part -> [String?] in
      guard let labels = part.1.labels else { return [String?](repeating: nil, count: part.1.values.rows) }
      return labels.classes.map { $0 < 0 ? nil : labels.names[Int($0)] }
    }
    try raw.layout.requireColumns(of: model.encoding.layout, by: "the model", at: place)
    var notes = raw.notes.map(\.inProgram)
    if isFile, part == nil, all.count > 1 {
      notes.append(
        "the examples of this file are taken; beside it lie other parts: \(all.dropFirst().map { "--part \($0.0.rawValue)" }.joined(separator: ", "))"
      )
    }
    if case .columns(_, nil) = raw.layout, case .columns(_, _?) = model.encoding.layout {
      notes.append("columns have no names here: they are taken in the model's order, which cannot be checked")
    }
    return Examples(
      place: place, names: (0..<values.rows).map { String($0) }, values: values,
      labels: labels.contains { $0 != nil } ? labels : nil, notes: notes, files: raw.files.map(\.path))
  }

  private func pictures(_ paths: [URL]) throws -> Examples {
    guard case .image(let height, let width) = model.encoding.layout else {
      throw InputError(
        .malformedData, at: paths[0].relativePath,
        expected: "a table or an array of \(model.encoding.layout.title)",
        found: "something else", advice: "this model was not trained on pictures")
    }
    var preparation = model.encoding.preparation ?? ImagePreparation(height: height, width: width)
    if assigned.contains("data.fit") { preparation.fit = options.fit }
    if assigned.contains("data.stretch") { preparation.isStretched = options.isStretched }
    if let size = options.imageSize, size != .init(height: height, width: width) {
      throw InputError(
        .usage, at: "data.image_size", expected: "\(height)x\(width), which the model reads",
        found: "\(size.height)x\(size.width)", advice: "leave it out: pictures are brought to that size")
    }
    if let part, part != .all {
      throw InputError(
        .usage, at: "--part \(part.rawValue)", expected: "an array, a table or a data set", found: "pictures",
        advice: "name the folder of that part")
    }
    for key in ["data.label", "data.labels"] where assigned.contains(key) {
      throw InputError(
        .usage, at: key, expected: "an array or a table, which has labels in it", found: "pictures",
        advice: "leave it out")
    }
    let files = try Pictures.files(paths)
    let rows = try Pictures.rows(files, preparation)
    let blank = files.indices.filter { preparation.isBlank(rows.row($0)) }
    let notes =
      blank.isEmpty
      ? []
      : [
        "no drawing was found in \(blank.count) of \(files.count) pictures, such as \(files[blank[0]].relativePath): the model is fed nothing of them"
      ]
    return Examples(
      place: paths.map(\.relativePath).listed(atMost: 3), names: files.map(\.relativePath),
      values: .bytes(rows), labels: nil, notes: notes)
  }
}

/// A part of a data set.
package enum ExamplePart: String, Sendable, CaseIterable {
  case train, validation, test, all
}
