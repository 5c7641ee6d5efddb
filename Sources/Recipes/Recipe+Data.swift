package import StrataDatasets
internal import Yams

extension Recipe {
  /// Which of the training examples are kept for validation.
  package enum Split: String, Hashable, Sendable, CaseIterable {
    /// The last ones of a published set, drawn by seed of any other.
    case automatic = "auto"
    case last, seed

    /// As the library takes it.
    package var rule: SplitRule? { SplitRule(rawValue: rawValue) }
  }

  /// How a data set is read, divided and scaled.
  package struct DataChoices: Hashable, Sendable {
    /// Examples kept for the test, where the data have no part for it.
    package var test = ValidationSize.sixth
    /// What the division is drawn by.
    package var seed: UInt64 = 1
    /// What the labels that are kept are drawn by, where not all are.
    package var labelsSeed: UInt64 = 1
    /// What is done to numbers.
    package var scale = ScaleChoice.automatic
    /// The column or array of the labels; `auto` for the usual names.
    package var label = "auto"
    /// A file of labels beside the examples; nil for none.
    package var labels: String?
    /// The size that pictures are brought to.
    package var imageSize = PictureSize.own
    /// True to stretch pictures to that size instead of padding them.
    package var isStretched = false
    /// Photographs, where a data set is made of some; nil for generated images.
    package var photographs: String?
    /// What of a picture is looked at.
    package var fit = ImagePreparation.Fit.whole
    /// Whether images lie transposed in their files.
    package var transpose = Transposition.automatic
    /// Where numbers lie while they are used.
    package var storage = Storage.automatic
  }

  /// Where numbers lie while they are used; what comes out is the same.
  package enum Storage: String, Hashable, Sendable, CaseIterable {
    /// In memory where they take no more than half of it.
    case automatic = "auto"
    /// In memory.
    case memory
    /// In their files, and what is made of all of them in files without a name.
    case disk
  }

  /// The size that pictures are brought to.
  package enum PictureSize: Hashable, Sendable {
    /// Their own.
    case own
    case pixels(height: Int, width: Int)
  }

  /// Whether images lie transposed in their files.
  package enum Transposition: String, Hashable, Sendable, CaseIterable {
    /// Those of EMNIST do.
    case automatic = "auto"
    case yes = "true"
    case no = "false"
  }

  /// How the data set is read, as the library takes it.
  package var loading: LoadingOptions {
    var reading = ReadingOptions()
    reading.label = data.label == "auto" ? nil : data.label
    reading.labels = data.labels
    reading.photographs = data.photographs
    if case .pixels(let height, let width) = data.imageSize {
      reading.imageSize = .init(height: height, width: width)
    }
    reading.isStretched = data.isStretched
    reading.fit = data.fit
    reading.isTransposed = data.transpose == .automatic ? nil : data.transpose == .yes
    switch data.storage {
    case .automatic: break
    case .memory: reading.largestInMemory = .max
    case .disk: reading.largestInMemory = 0
    }
    return LoadingOptions(
      reading: reading,
      division: Division(
        rule: split.rule, validation: validation.count, test: data.test.count, limit: limit.count,
        seed: data.seed, labels: labels.count, labelSeed: data.labelsSeed),
      scale: data.scale)
  }

  /// The recipe that a run was made with. Where it says nothing of how data are divided and scaled, it is one of
  /// version 0.1, which kept the last examples and divided every pixel by 255.
  package init(ofRun yaml: String, at place: String) throws {
    try self.init(yaml: yaml, at: place)
    if !assigned.names.contains("split") { split = .last }
    if !assigned.names.contains("data.scale") { data.scale = .pixels }
  }
}

extension Recipe.Split: RecipeValue {}
extension Recipe.Normalization: RecipeValue {
  static func advice(on node: YAMLNode) -> String? {
    node.scalar?.string == "shard"
      ? "say batch, and shard_statistics: shard in the sections of training." : nil
  }
}
extension Recipe.Transposition: RecipeValue {}
extension Recipe.Storage: RecipeValue {}
extension ScaleChoice: RecipeValue {}
extension ImagePreparation.Fit: RecipeValue {}

extension Recipe.PictureSize: RecipeValue {
  static var expected: String { "own, or HEIGHTxWIDTH in pixels, each from 1 to 4096, such as 28x28" }

  init?(node: YAMLNode) {
    guard let text = node.scalar?.string else { return nil }
    if text == "own" {
      self = .own
      return
    }
    let sides = text.split(separator: "x").map { Int($0) }
    // Beyond this no layer of the widths that a recipe can have would read them.
    guard sides.count == 2, let height = sides[0], let width = sides[1], (1...4096).contains(height),
      (1...4096).contains(width)
    else { return nil }
    self = .pixels(height: height, width: width)
  }

  var text: String {
    switch self {
    case .own: "own"
    case .pixels(let height, let width): "\(height)x\(width)"
    }
  }
}

extension RecipeKey {
  /// The names of the keys of how files are read.
  package static let reading: Set = [
    "data.label", "data.labels", "data.image_size", "data.stretch", "data.fit", "data.transpose",
    "data.photographs", "data.storage",
  ]
  /// The names of those, and of the keys of which data are taken, and how they are divided and scaled.
  package static let dataset = reading.union([
    "validation", "limit", "labels", "split", "data.test", "data.split_seed", "data.labels_seed",
    "data.scale",
  ])

  /// The keys of the section `data`.
  static let data: [RecipeKey] = [
    RecipeKey(
      "data.test", \.data, \.test,
      "examples kept for the test where the data have no part for it: sixth, none, or how many"),
    RecipeKey("data.split_seed", \.data, \.seed, "what the parts are drawn by"),
    RecipeKey("data.labels_seed", \.data, \.labelsSeed, "what the labels that are kept are drawn by"),
    RecipeKey("data.scale", \.data, \.scale, "what is done to numbers, learned on training examples"),
    RecipeKey(
      "data.label", \.data, \.label,
      "column of a table or array of an archive with the labels; auto: the usual names"),
    RecipeKey("data.labels", \.data, \.labels, "file with the labels, beside the examples; or none"),
    RecipeKey(
      "data.photographs", \.data, \.photographs,
      "folder of PNG files that mnist-bg-img and its like are made of; none for generated images"),
    RecipeKey("data.image_size", \.data, \.imageSize, "own, or the size that pictures are brought to: 28x28"),
    RecipeKey("data.stretch", \.data, \.isStretched, "stretch pictures to that size instead of padding them"),
    RecipeKey("data.fit", \.data, \.fit, "what of a picture is looked at; mnist crops and centres a drawing"),
    RecipeKey(
      "data.transpose", \.data, \.transpose, "whether images lie transposed in their files; auto: EMNIST's do"
    ),
    RecipeKey(
      "data.storage", \.data, \.storage,
      "where numbers lie while they are used, with the same results; auto: in memory up to half of it"),
  ]
}
