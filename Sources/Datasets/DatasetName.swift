public import Foundation
internal import StrataFiles

/// What a user may ask for: a published data set, the built-in synthetic digits, or data of their own.
public enum DatasetName: Sendable, Hashable, CustomStringConvertible {
  /// A published data set, found on this machine.
  case published(PublishedDataset)
  /// The synthetic digits that this package draws.
  case synthetic
  /// A data set of Larochelle et al. 2007, made anew.
  case variant(Variant)
  /// A file or a folder; what lies there decides how it is read.
  case path(URL)

  /// MNIST.
  public static let mnist = DatasetName.published(.mnist)
  /// Fashion-MNIST.
  public static let fashionMNIST = DatasetName.published(.fashionMNIST)

  /// The names that can be asked for, besides paths.
  public static let names =
    PublishedDataset.all.map(\.name) + ["synthetic"] + Variant.allCases.map(\.rawValue)

  /// What the text names: `mnist`, `fashion-mnist`, `synthetic`, `mnist-rot`, …, or a path.
  ///
  /// - Throws: `InputError` when it is neither one of the names nor a path (with a `/`, or of what
  ///   exists).
  public init(_ text: String) throws {
    if let dataset = PublishedDataset.all.first(where: { $0.name == text }) {
      self = .published(dataset)
    } else if text == "synthetic" {
      self = .synthetic
    } else if let variant = Variant(rawValue: text) {
      self = .variant(variant)
    } else if text.contains("/") || FileManager.default.fileExists(atPath: text) {
      let url = try URL(userPath: text)
      self = .path(try URL(userPath: text, isDirectory: url.isFolder))
    } else if text.contains(".") {
      throw InputError(
        .missingInput, at: text, expected: "a file or a folder with data", found: "nothing of that name",
        advice: "check the path")
    } else {
      throw InputError(
        .usage, at: "dataset",
        expected: Self.names.joined(separator: ", ") + " or the path of a file or folder",
        found: "\(text), and no file or folder of that name", advice: "choose one of these, or check the path"
      )
    }
  }

  /// The text that names it.
  public var description: String {
    switch self {
    case .published(let dataset): dataset.name
    case .synthetic: "synthetic"
    case .variant(let variant): variant.rawValue
    case .path(let url): url.path
    }
  }

  /// True for what is made of files that lie in a folder.
  package var takesFolder: Bool {
    switch self {
    case .published, .path: true
    case .variant(let variant): variant.isOfDigits
    case .synthetic: false
    }
  }

  /// True for a file or a folder of the user's own.
  public var isPath: Bool { if case .path = self { true } else { false } }
}
