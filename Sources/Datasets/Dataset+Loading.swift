public import Foundation
internal import StrataFiles

extension Dataset {
  /// Loads a data set.
  ///
  /// ```swift
  /// let mnist = try Dataset.load(.mnist)
  /// let quick = try Dataset.load(.mnist, limit: 5_000)
  /// let mine = try Dataset.load(DatasetName("./my-digits"))
  /// ```
  ///
  /// - Parameters:
  ///   - name: what to load.
  ///   - folder: where the files of a published data set lie; by default they are looked for in the
  ///     folder that its environment variable names, in the user's cache and where packages put them.
  ///   - validation: how many of the training images, the last ones, are kept for validation; by default
  ///     a sixth of them, which is MNIST's 10,000.
  ///   - limit: how many of the other training images, the first ones, to train on at most; by default
  ///     all.
  /// - Throws: `InputError` when it cannot be found, when a file is bad, or when a number is out of range.
  public static func load(
    _ name: DatasetName, from folder: URL? = nil, validation: Int? = nil, limit: Int? = nil
  ) throws -> Dataset {
    try load(
      name, from: folder, validation: validation, limit: limit,
      environment: ProcessInfo.processInfo.environment)
  }

  package static func load(
    _ name: DatasetName, from folder: URL?, validation: Int?, limit: Int?, environment: [String: String]
  ) throws -> Dataset {
    switch name {
    case .published(let dataset):
      do {
        let found = try dataset.find(in: folder, environment: environment)
        return try Dataset(
          found, claim: dataset, classes: dataset.classNames.count, validation: validation, limit: limit)
      } catch let error as InputError where error.isOfFile {
        throw error.orDownload(dataset, into: folder)
      }
    case .folder(let url):
      try refuse(folder, with: name)
      return try load(folder: url, classes: digitClasses, validation: validation, limit: limit)
    case .synthetic:
      try refuse(folder, with: name)
      return try SyntheticDigits.load(validation: validation, limit: limit)
    }
  }

  /// Loads the four IDX files of a folder.
  ///
  /// - Parameters:
  ///   - folder: the folder; its name becomes the data set's.
  ///   - classes: labels must be below this.
  ///   - validation: how many of the training images are kept for validation; by default a sixth.
  ///   - limit: how many of the others to train on at most; by default all.
  /// - Throws: `InputError` when a file is missing or bad, or when a number is out of range.
  public static func load(
    folder: URL, classes: Int, validation: Int? = nil, limit: Int? = nil
  ) throws -> Dataset {
    let folder = folder.standardizedFileURL
    guard let found = try IDXFolder(folder) else {
      throw InputError(
        .missingInput, at: folder.path,
        expected: "the files " + IDXFolder.Role.allCases.map { $0.names[1] }.joined(separator: ", "),
        found: "none of them", advice: "name a folder that holds them, plain or with .gz")
    }
    return try Dataset(found, claim: nil, classes: classes, validation: validation, limit: limit)
  }

  /// A folder in MNIST's format has as many classes as there are digits.
  private static let digitClasses = 10

  private static func refuse(_ folder: URL?, with name: DatasetName) throws {
    guard let folder else { return }
    throw InputError(
      .usage, at: folder.path, expected: "no folder besides the data set \(name)", found: "one",
      advice: "leave one of the two out")
  }

  /// Reads a folder that is said to hold a published data set, or nothing in particular.
  private init(
    _ folder: IDXFolder, claim: PublishedDataset?, classes: Int, validation: Int?, limit: Int?
  ) throws {
    let (set, files) = try IDXSet.read(folder, classes: classes)
    let split = try Split(
      of: set.trainImages.count, validation: validation, limit: limit, at: folder.folder.path)
    let name = folder.folder.lastPathComponent
    let isTaken = DatasetName.names.contains(name)
    self.init(
      set, name: isTaken ? "not-\(name)" : name, title: isTaken ? "not-\(name)" : name,
      origin: folder.folder.path, classNames: (0..<classes).map(String.init), claim: claim, files: files,
      split: split)
  }

  /// A data set of the given name, unless its images are published under another one.
  init(
    _ set: IDXSet, name: String, title: String, origin: String, classNames: [String],
    claim: PublishedDataset? = nil, files: [File], split: Split
  ) {
    sha256 = set.sha256
    let hash = sha256
    let published = PublishedDataset.all.first { $0.sha256 == hash }
    self.name = published?.name ?? name
    self.title = published?.title ?? title
    self.origin = origin
    self.classNames = published?.classNames ?? classNames
    self.files = files
    imageHeight = set.height
    imageWidth = set.width
    isPublished = published != nil
    mistakenFor = claim == published ? nil : claim
    let training = set.train
    train = training[split.train]
    validation = training[split.validation]
    test = set.test
  }
}

extension InputError {
  /// True when a file is missing or bad, and another copy of it would help.
  fileprivate var isOfFile: Bool { kind == .malformedData || kind == .missingInput }

  /// The same error of a published data set, of which another copy can be had.
  fileprivate func orDownload(_ dataset: PublishedDataset, into folder: URL?) -> InputError {
    let command = "mnist-pipeline data fetch"
    guard !advice.contains(command) else { return self }
    let data = folder.map { " --data \($0.relativePath.shellQuoted)" } ?? ""
    return InputError(
      kind, at: place, expected: expected, found: found,
      advice: "\(advice), or download it: \(command) --dataset \(dataset.name)\(data)")
  }
}
