internal import StrataFiles
public import StrataLinearAlgebra

extension Dataset {
  /// A data set of one's own, from numbers and labels.
  ///
  /// ```swift
  /// let dataset = try Dataset(features: matrix, labels: labels, classNames: ["cat", "dog"])
  /// ```
  ///
  /// - Parameters:
  ///   - features: examples × columns, finite.
  ///   - labels: for each example the index of its class in `classNames`; nil for one without a label. Without names they
  ///     are any numbers, and −1 is no label unless it can only be a class, as in −1 and 1.
  ///   - classNames: what the classes are called; without them there is a class for each number among the labels, in their
  ///     order, which is called by it: of 1 and 3 the first is class 0 and called `1`.
  ///   - layout: what the columns are, for example `.image(height: 28, width: 28)`.
  ///   - division: how they are divided.
  ///   - scale: what is done to the numbers.
  /// - Throws: `InputError` when numbers of rows, labels or columns differ, when a label is no index of a name, or
  ///   when no example would be left to train on.
  public init(
    features: Matrix, labels: [Int?], classNames: [String]? = nil, layout: Layout? = nil,
    division: Division = Division(), scale: ScaleChoice = .automatic
  ) throws {
    try features.requireFinite(at: "features")
    try layout?.check(columns: features.columns, at: "layout")
    try classNames?.requireDistinct(at: "classNames")
    let raw = try RawLabels(labels, classNames: classNames)
    var whole = RawDataset(
      layout: layout ?? .columns(count: features.columns, names: nil),
      train: RawDataset.Part(.numbers(features), labels: raw))
    whole.classNames = classNames
    try self.init(
      whole, Identity(name: "own", title: "own data", origin: "memory"), division, scale: scale)
  }

  /// A data set whose parts are there already, encoded as a model reads them.
  ///
  /// - Parameters:
  ///   - name: what to call it.
  ///   - train: examples to train on.
  ///   - validation: examples to choose by; nil for none.
  ///   - test: examples to report the error of; nil for none.
  ///   - classNames: what the classes are called, in the order of the labels.
  ///   - layout: what the columns are; by default columns without names.
  /// - Throws: `InputError` when parts have not the same columns, or a label is no index of a class.
  public init(
    name: String, train: Part, validation: Part? = nil, test: Part? = nil, classNames: [String],
    layout: Layout? = nil
  ) throws {
    try layout?.check(columns: train.features.columns, at: "layout")
    try classNames.requireDistinct(at: "classNames")
    let layout = layout ?? .columns(count: train.features.columns, names: nil)
    let empty = Part(Matrix(rows: 0, columns: layout.width), [], raw: nil)
    let parts = (train: train, validation: validation ?? empty, test: test ?? empty)
    for part in [parts.train, parts.validation, parts.test] {
      guard part.features.columns == layout.width else {
        throw InputError(
          .malformedData, at: name, expected: "\(layout.width) columns in all parts",
          found: "\(part.features.columns)", advice: "use parts that belong together")
      }
      if let label = part.labels.first(where: { !(-1..<Int32(classNames.count)).contains($0) }) {
        throw InputError(
          .malformedData, at: name, expected: "labels from 0 to \(classNames.count - 1), or -1 for none",
          found: "\(label)", advice: "name all classes")
      }
    }
    let range = train.features.range ?? 0...1
    self.init(
      name: name, title: name, origin: "memory", classNames: classNames,
      encoding: Encoding(layout: layout, scaling: .asIs(low: range.lowerBound, high: range.upperBound)),
      parts: parts, examples: (train.features, nil),
      sha256: Self.contentHash(layout, [parts.train, parts.validation, parts.test]),
      isPublished: false, split: .last, partHashes: nil, mistakenFor: nil, files: [], notes: [])
  }

  private static func contentHash(_ layout: Layout, _ parts: [Part]) -> String {
    var raw = RawDataset(layout: layout, train: RawDataset.Part(.numbers(parts[0].features.matrix)))
    raw.train.labels = RawLabels(numbers: parts[0].labels.map { Int($0) })
    raw.validation = RawDataset.Part(
      .numbers(parts[1].features.matrix), labels: RawLabels(numbers: parts[1].labels.map { Int($0) }))
    raw.test = RawDataset.Part(
      .numbers(parts[2].features.matrix), labels: RawLabels(numbers: parts[2].labels.map { Int($0) }))
    return raw.contentHash
  }
}

extension RawLabels {
  /// Labels that are indices of classes, which may have names.
  fileprivate init(_ labels: [Int?], classNames: [String]?) throws {
    guard let classNames else {
      self.init(numbers: labels)
      return
    }
    for label in labels.compactMap(\.self) where !classNames.indices.contains(label) {
      throw InputError(
        .malformedData, at: "labels",
        expected: classNames.isEmpty ? "none, as no class has a name" : "0 to \(classNames.count - 1)",
        found: "\(label)", advice: "name all classes")
    }
    self.init(names: classNames, classes: labels.map { $0.map { Int32($0) } ?? Self.none })
  }
}
