/// Something that can be done about an error, as a value that can stand in a `Wording`.
///
/// The library says it in words that fit any user of it. A program that has commands, flags or buttons for it says it with
/// those: `Wording.worded(by:)`.
public enum Remedy: Hashable, Sendable {
  /// Download a published data set, by name, into a folder, or into the usual one.
  case download(dataset: String, into: String? = nil)
  /// Name a folder of data, in the call or in a variable of the environment.
  case nameFolder(orVariable: String)
  /// Choose another folder of data.
  case chooseAnotherFolder
  /// Name no folder of data.
  case leaveOutFolder
  /// Take the data set of that name, or at that path.
  case takeDataset(String)
  /// Bring pictures to one size in pixels.
  case imageSize(height: Int, width: Int)
  /// Say of a column that it holds the labels.
  case nameLabelColumn
  /// Say which file holds the labels.
  case nameLabelFile
  /// Read images as they lie in their files, though they lie transposed.
  case leaveTransposed
  /// Draw the examples for validation by a seed.
  case splitBySeed
  /// Scale numbers by their own range.
  case scaleToRange
  /// Keep some examples for the test.
  case keepExamplesForTest
  /// Train without labels.
  case pretrain
  /// Compute products with the library of that name.
  case engine(String)
  /// Compute products with the precision of that name.
  case precision(String)
  /// Limit the norm of weights.
  case limitWeights
}

extension Remedy: CustomStringConvertible {
  /// In words that fit any user of the library; they are a part of a sentence.
  public var description: String {
    switch self {
    case .download(_, let folder): "DatasetDownloader.fetch(into:)" + (folder.map { " \($0)" } ?? "")
    case .nameFolder(let variable): "in the call or in \(variable)"
    case .chooseAnotherFolder: "choose another folder"
    case .leaveOutFolder: "leave the folder out"
    case .takeDataset(let name): "the data set \(name)"
    case .imageSize(let height, let width): "\(height) × \(width)"
    case .nameLabelColumn: "call it label"
    case .nameLabelFile: "the first of the usual names is taken"
    case .leaveTransposed: "others are left as they lie"
    case .splitBySeed: "divide them by seed (Division.rule)"
    case .scaleToRange: "multiply them"
    case .keepExamplesForTest: "say how many to keep for it (Division.test)"
    case .pretrain: "pretraining"
    case .engine(let name): "the engine \(name)"
    case .precision(let name): "the precision \(name)"
    case .limitWeights: "limit the weights (maxNorm)"
    }
  }
}
