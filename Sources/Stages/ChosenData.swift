internal import Foundation
internal import StrataDatasets
package import StrataDrawings
internal import StrataFiles
internal import StrataLinearAlgebra
internal import StrataRecipes
package import StrataSession
internal import Synchronization

/// The data set that a user chose, and what can be done with it before anything is learned from it.
package struct ChosenData: Sendable {
  private let options: PipelineOptions
  private let recipe: Recipe
  private let console: Console

  /// The data set of a user's options.
  ///
  /// - Parameter keys: the names of the keys that may be set; nil for those of a whole recipe.
  package init(_ options: PipelineOptions, console: Console, setting keys: Set<String>? = nil) throws {
    self.options = options
    self.console = console
    recipe = try keys.map { try options.recipe(of: "this command", setting: $0) } ?? options.recipe()
  }

  /// What a data set holds.
  package struct Info: Encodable, Sendable {
    /// Its name on the command line.
    package let name: String
    /// Its name for people.
    package let title: String
    /// Where it came from.
    package let origin: String
    /// The same in words; not part of the JSON.
    private let provenance: String
    /// The hash of its contents.
    package let sha256: String
    /// True when it is bit by bit what was published.
    package let isPublished: Bool
    /// The numbers of images.
    package let train, validation, test: Int
    /// Examples without a label, beside those.
    package let unlabelled: Int
    /// The pixels of an image; nil where the examples are no images.
    package let imageWidth, imageHeight: Int?
    /// What an example is, in words.
    package let layout: String
    /// How numbers become inputs.
    package let normalization: String
    /// How the training examples were divided.
    package let split: String
    /// The classes in their order; not part of the JSON.
    private let classNames: [String]
    /// Training images of each class.
    package let classes: [String: Int]
    /// What is odd about it, a sentence each.
    package let remarks: [String]

    init(_ dataset: Dataset) {
      name = dataset.name
      title = dataset.title
      origin = dataset.origin
      provenance = dataset.provenance
      sha256 = dataset.sha256
      isPublished = dataset.isPublished
      train = dataset.train.count
      validation = dataset.validation.count
      test = dataset.test.count
      unlabelled = dataset.unlabelledCount
      imageWidth = dataset.imageSize?.width
      imageHeight = dataset.imageSize?.height
      layout = dataset.layout.title
      normalization = dataset.encoding.title
      split = dataset.split.rawValue
      let counts = dataset.train.classCounts(of: dataset.classes)
      classNames = dataset.classNames
      classes = Dictionary(uniqueKeysWithValues: zip(dataset.classNames, counts))
      remarks = dataset.remarks.map(\.inProgram)
    }

    private enum CodingKeys: String, CodingKey {
      case name, title, origin, sha256, train, validation, test, unlabelled, layout, normalization, split,
        classes, remarks
      case isPublished = "is_published"
      case imageWidth = "image_width"
      case imageHeight = "image_height"
    }

    /// For people, a line each.
    package var text: String {
      let counts = classNames.map { "\($0.printable): \(classes[$0] ?? 0)" }
      return """
        \("\(title) (\(name)), \(provenance)".printable)
        \(String(grouped: train)) training, \(String(grouped: validation)) validation, \
        \(String(grouped: test)) test \(layout), \(normalization)
        sha256 \(sha256)\(isPublished ? ", as published" : "")
        \(counts.isEmpty ? "no labels" : "training examples of each class: " + counts.listed(atMost: 62))
        """ + remarks.map { "\nnote: \($0.printable)" }.joined()
    }
  }

  /// Describes it.
  package func info() throws -> Info {
    let dataset = try options.load(recipe)
    let info = Info(dataset)
    try dataset.requireIntact()
    return info
  }

  /// Writes it as a folder of arrays, and returns the folder.
  package func convert(to folder: String) throws -> String {
    let target = try URL(userPath: folder, isDirectory: true)
    var raw = try rawDataset()
    let notes = raw.notes.map(\.inProgram)
    for note in notes { console.say("note", note) }
    raw.notes = notes.map { Wording($0) }
    try raw.write(to: target)
    return target.relativePath
  }

  /// Writes many training images that are made of those that there are by small deformations, and returns the folder.
  package func generate(count: Int, into folder: String) throws -> String {
    _ = try options.recipe(of: "data generate", setting: RecipeKey.reading.union(["dataset", "seed"]))
    let target = try URL(userPath: folder, isDirectory: true)
    let raw = try rawDataset()
    for note in raw.notes.map(\.inProgram) { console.say("note", note) }
    if raw.test == nil {
      console.say(
        "note",
        "the data have no test part: a sixth, drawn by seed \(recipe.seed), is kept for it as it is, and nothing is made of that"
      )
    }
    console.startClock(share: 0)
    try options.stopRequest.whileListening {
      try DeformedDigits.write(
        count: count, of: raw, seed: recipe.seed, threads: options.execution.threads,
        to: target
      ) { share in
        try options.stopRequest.check()
        console.progress("\(String(grouped: count)) images", share: share)
      }
    }
    return target.relativePath
  }

  /// What lies at its path, or what its name stands for.
  private func rawDataset() throws -> RawDataset {
    try RawDataset.read(
      DatasetName(recipe.dataset),
      from: options.dataFolder.map { try URL(userPath: $0, isDirectory: true) }, recipe.loading.reading,
      environment: ProcessInfo.processInfo.environment)
  }

  /// Downloads it, and returns the folder.
  package func fetch() throws -> String {
    guard case .published(let published) = try DatasetName(recipe.dataset) else {
      throw InputError(
        .usage, at: "data fetch", expected: PublishedDataset.all.map(\.name).joined(separator: " or "),
        found: recipe.dataset, advice: "only published data sets are downloaded")
    }
    let folder = try published.downloadFolder(
      options.dataFolder.map { try URL(userPath: $0, isDirectory: true) })
    console.say("fetching \(published.title) into \(folder.path)")
    console.startClock()
    let console = console
    let finished = Mutex<Set<String>>([])
    try DatasetDownloader(published).fetch(into: folder) { progress in
      if progress.received == progress.size {
        if finished.withLock({ $0.insert(progress.file).inserted }) {
          console.say("\(progress.file): \(String(grouped: progress.size)) bytes, verified")
        }
      } else {
        console.progress(progress.file, share: Double(progress.received) / Double(progress.size))
      }
    }
    return folder.path
  }

  /// Draws some training images.
  package func preview(start: Int, count: Int, colours: TerminalColours) throws -> String {
    let dataset = try options.load(recipe)
    guard start >= 0, count > 0, start < dataset.train.count else {
      throw InputError(
        .usage, at: "data preview", expected: "images 0 to \(dataset.train.count - 1)",
        found: "\(count) from \(start)", advice: "choose others with --start and --count")
    }
    guard let size = dataset.imageSize else {
      throw InputError(
        .usage, at: dataset.origin, expected: "images", found: dataset.layout.title,
        advice: "look at columns with data info")
    }
    let rows = start..<start + min(count, dataset.train.count - start)
    let range = dataset.train.features.range ?? 0...1
    let scale = range.upperBound > range.lowerBound ? 255 / (range.upperBound - range.lowerBound) : 0
    let panels = rows.map { row in
      let values = dataset.train.features.matrix(rows: row..<row + 1).elements
      let label = dataset.train.labels[row]
      return TerminalDrawing.Panel(
        PixelImage(
          width: size.width, height: size.height,
          pixels: values.map { Colour(grey: UInt8((($0 - range.lowerBound) * scale).rounded())) }),
        caption: label < 0 ? "no label" : dataset.classNames[Int(label)])
    }
    return TerminalDrawing(panels).text(colours: colours)
  }
}
