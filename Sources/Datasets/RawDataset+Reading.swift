package import Foundation
internal import StrataFiles

extension RawDataset {
  /// Reads what a name stands for, or what lies at a path, whatever that is.
  ///
  /// - Parameter folder: where the files of a published one lie; nil for the usual places.
  /// - Throws: `InputError` when nothing that can be read lies there, or it is bad.
  package static func read(
    _ name: DatasetName, from folder: URL?, _ options: ReadingOptions, environment: [String: String]
  ) throws -> RawDataset {
    try identified(name, from: folder, options, environment: environment).raw
  }

  /// Reads it as `read` does, and says which one it is.
  static func identified(
    _ name: DatasetName, from folder: URL?, _ options: ReadingOptions, environment: [String: String]
  ) throws -> (raw: RawDataset, identity: Dataset.Identity) {
    if let folder, name.isPath || !name.takesFolder {
      throw InputError(
        .usage, at: folder.path, expected: "no folder besides the data set \(name)", found: "one",
        advice: "leave one of the two out")
    }
    if !name.isPath {
      try options.requireNoLabels(of: name.description)
      try options.requireNoLabelName(of: name.description)
    }
    let (raw, identity) = try readUnchecked(name, from: folder, options, environment: environment)
    if !name.isPath { try options.requireNoPictures(raw.layout, of: name.description) }
    return (raw, identity)
  }

  private static func readUnchecked(
    _ name: DatasetName, from folder: URL?, _ options: ReadingOptions, environment: [String: String]
  ) throws -> (raw: RawDataset, identity: Dataset.Identity) {
    switch name {
    case .published(let dataset):
      do {
        let found = try dataset.find(in: folder, environment: environment)
        return (try RawDataset(found, options), identity(of: found.folder, claim: dataset))
      } catch let error as InputError where error.isOfFile {
        throw error.orDownload(dataset, into: folder)
      }
    case .synthetic:
      try options.requireNotTransposed(name.description)
      let counts = SyntheticDigits.defaultCounts
      return (
        SyntheticDigits.draw(training: counts.train + counts.validation, test: counts.test, seed: 1),
        SyntheticDigits.identity(seed: 1)
      )
    case .variant(let variant):
      try options.requireNotTransposed(name.description)
      return try (
        make(variant, from: folder, options, environment: environment), variantIdentity(variant, options)
      )
    case .path(let url):
      let url = url.standardizedFileURL
      return (try read(at: url, options), identity(of: url, claim: nil))
    }
  }

  /// Makes a variant, of MNIST and of photographs where it takes them.
  private static func make(
    _ variant: Variant, from folder: URL?, _ options: ReadingOptions, environment: [String: String]
  ) throws -> RawDataset {
    let photographs = try options.photographs.map { try URL(userPath: $0) }
    let patches =
      try variant.hasPatches
      ? BackgroundPatches(photographs.map(ImageFiles.read), at: options.photographs ?? variant.rawValue) : nil
    guard variant.isOfDigits else { return ShapeVariants(variant, patches: patches).made() }
    let mnist = try read(.mnist, from: folder, ReadingOptions(), environment: environment)
    let count = mnist.train.values.rows + (mnist.test?.values.rows ?? 0)
    let (parts, side) = (variant.counts, Variant.side)
    let needed = parts.train + parts.validation + parts.test
    guard mnist.layout == .image(height: side, width: side), count >= needed else {
      throw InputError(
        .malformedData, at: mnist.files.first?.path ?? "mnist",
        expected: "\(needed) images of \(side) × \(side) pixels to make \(variant.rawValue) of",
        found: "\(count), \(mnist.layout.title)", advice: "name the folder of MNIST itself")
    }
    var made = DigitVariants(variant, of: mnist, patches: patches).made()
    made.files = mnist.files
    return made
  }

  private static func variantIdentity(_ variant: Variant, _ options: ReadingOptions) -> Dataset.Identity {
    let behind =
      !variant.hasPatches
      ? ""
      : options.photographs == nil
        ? ", fallen leaves for photographs" : ", photographs of \(options.photographs ?? "")"
    return Dataset.Identity(
      name: variant.rawValue, title: "\(variant.rawValue) (same definition, not the same file\(behind))",
      origin: variant.isOfDigits ? "MNIST, by definition" : "drawn by definition")
  }

  /// Reads what lies at a path.
  package static func read(at url: URL, _ options: ReadingOptions) throws -> RawDataset {
    if let raw = try readNumbers(at: url, options) { return raw }
    guard let raw = try ImageFolder.read(url, options) else { throw nothing(at: url) }
    try options.requireNoLabels(of: url.lastPathComponent)
    try options.requireNoLabelName(of: url.lastPathComponent)
    try options.requireNotTransposed(url.lastPathComponent)
    return raw
  }

  /// Reads what is no picture: files in MNIST's format, arrays, tables. Nil when nothing of these lies there.
  package static func readNumbers(at url: URL, _ options: ReadingOptions) throws -> RawDataset? {
    if let raw = try ArrayDatasets.read(url, options) {
      try options.requireNoPictures(raw.layout, of: url.lastPathComponent)
      return raw
    }
    if let raw = try readWithItsLabels(url, options) {
      try options.requireNoLabels(of: url.lastPathComponent)
      try options.requireNoLabelName(of: url.lastPathComponent)
      try options.requireNoPictures(raw.layout, of: url.lastPathComponent)
      return raw
    }
    return nil
  }

  /// Reads what has its labels in files of its own form.
  private static func readWithItsLabels(_ url: URL, _ options: ReadingOptions) throws -> RawDataset? {
    if let raw = try AmatDataset.read(url, options) { return raw }
    if let name = IDXName(url.lastPathComponent), name.role.isOfImages, !url.isFolder,
      FileManager.default.fileExists(atPath: url.path)
    {
      return try RawDataset(url, name, options)
    }
    if let folder = try IDXFolder.find(below: url) { return try RawDataset(folder, options) }
    // `gzip/emnist-letters`: one of several data sets in a folder.
    if !FileManager.default.fileExists(atPath: url.path),
      let folder = try IDXFolder(url.deletingLastPathComponent(), prefix: url.lastPathComponent)
    {
      return try RawDataset(folder, options)
    }
    return nil
  }

  private static func nothing(at url: URL) -> InputError {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path))?.sorted()
    let found: String
    if let names {
      let shown = names.filter { !$0.hasPrefix(".") }
      found = shown.isEmpty ? "an empty folder" : shown.listed(atMost: 5)
    } else {
      found =
        FileManager.default.fileExists(atPath: url.path) ? "a file of another kind" : "nothing of that name"
    }
    return InputError(
      .missingInput, at: url.path,
      expected:
        "files in MNIST's format, arrays (.npy, .npz), a table (.csv), or a folder of pictures for each class",
      found: found, advice: "name what holds your data")
  }

  /// What the data of a folder or a file are called.
  private static func identity(of url: URL, claim: PublishedDataset?) -> Dataset.Identity {
    let name = url.lastPathComponent
    let own = DatasetName.names.contains(name) ? "not-\(name)" : name
    return Dataset.Identity(name: own, title: own, origin: url.path, claim: claim)
  }
}

extension InputError {
  /// True when a file is missing or bad, and another copy of it would help.
  fileprivate var isOfFile: Bool { kind == .malformedData || kind == .missingInput }

  /// The same error of a published data set, of which another copy can be had.
  fileprivate func orDownload(_ dataset: PublishedDataset, into folder: URL?) -> InputError {
    let saysSo = advice.names { if case .download = $0 { true } else { false } }
    guard !saysSo else { return self }
    return InputError(
      kind, at: place, expected: expected, found: found,
      advice: """
        \(advice), or download it: \(.download(dataset: dataset.name, into: folder?.relativePath))
        """)
  }
}
