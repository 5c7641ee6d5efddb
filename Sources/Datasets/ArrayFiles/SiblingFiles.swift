internal import Foundation
internal import StrataFiles

/// The files that lie beside one with examples.
struct SiblingFiles {
  private let folder: URL
  /// The file's name without its extension, which may be two: `train` of `train.csv.gz`.
  private let stem: String
  private let suffix: String

  init(_ url: URL) {
    folder = url.deletingLastPathComponent()
    let name = url.lastPathComponent
    let end = Self.suffixes.first { name.lowercased().hasSuffix($0) }?.count ?? 0
    stem = String(name.dropLast(end))
    suffix = String(name.suffix(end))
  }

  static let suffixes = [".csv.gz", ".tsv.gz", ".npy", ".npz", ".csv", ".tsv", ".txt"]

  /// The file with the labels of the examples, under one of the usual names.
  func labels() -> URL? {
    let suffixes = [suffix] + [".npy", ".csv", ".txt", ".csv.gz"].filter { $0 != suffix }
    return first(suffixes.flatMap { suffix in PartnerNames.labels(of: stem).map { $0 + suffix } })
  }

  /// The file with another part.
  func part(_ part: PartnerNames.Part) -> URL? {
    first(PartnerNames.names(of: part, beside: stem).map { $0 + suffix })
  }

  private func first(_ names: [String]) -> URL? {
    names.lazy.map { folder.appendingPathComponent($0) }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// What labels are looked for, for a note.
  var expectedLabels: String {
    PartnerNames.labels(of: stem).prefix(2).map { $0 + suffix }.joined(separator: " or ")
  }
}
