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
  ///   - validation: how many of the training images are kept for validation; by default a sixth of them, which is
  ///     MNIST's 10,000.
  ///   - limit: how many of the other training images to train on at most; by default all.
  /// - Throws: `InputError` when it cannot be found, when a file is bad, or when a number is out of range.
  public static func load(
    _ name: DatasetName, from folder: URL? = nil, validation: Int? = nil, limit: Int? = nil
  ) throws -> Dataset {
    try load(
      name, from: folder, LoadingOptions(division: Division(validation: validation, limit: limit)),
      environment: ProcessInfo.processInfo.environment)
  }

  /// Loads a data set as a user says.
  package static func load(
    _ name: DatasetName, from folder: URL?, _ options: LoadingOptions, environment: [String: String]
  ) throws -> Dataset {
    var (raw, identity) = try RawDataset.identified(
      name, from: folder, options.reading, environment: environment)
    if options.isForTestsAlone { raw.takeAllAsTest() }
    var division = options.division
    if name == .synthetic {
      division.validation = division.validation ?? SyntheticDigits.defaultCounts.validation
    }
    return try Dataset(raw, identity, division, scale: options.scale)
  }

  /// Loads the files in MNIST's format of a folder.
  ///
  /// - Parameters:
  ///   - folder: the folder; its name becomes the data set's.
  ///   - division: how the training images are divided.
  /// - Throws: `InputError` when a file is missing or bad, or when a number is out of range.
  public static func load(folder: URL, division: Division = Division()) throws -> Dataset {
    try load(
      .path(folder), from: nil, LoadingOptions(division: division),
      environment: ProcessInfo.processInfo.environment)
  }
}

/// All that a user says about how a data set is read, divided and scaled.
package struct LoadingOptions: Sendable, Hashable {
  package var reading: ReadingOptions
  package var division: Division
  package var scale: ScaleChoice
  /// True where nothing is to be learned from the data: what the files keep apart for tests is the test part, and of
  /// files that keep nothing apart all that has a label.
  package var isForTestsAlone = false

  package init(
    reading: ReadingOptions = ReadingOptions(), division: Division = Division(),
    scale: ScaleChoice = .automatic
  ) {
    (self.reading, self.division, self.scale) = (reading, division, scale)
  }
}
