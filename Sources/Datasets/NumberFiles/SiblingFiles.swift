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
  func labels() -> URL? { labelFiles.first }

  /// Which file's labels are taken, and which lie there too and are not read, as a note; nil where there are none.
  var noteOnLabels: Wording? {
    let (files, used) = (labelFiles.dropFirst().map(\.lastPathComponent), labels()?.lastPathComponent)
    guard let used else { return nil }
    guard !files.isEmpty else { return "labels are those of \(used)" }
    return "labels are those of \(used); not read: \(files.listed(atMost: 3)) (\(.nameLabelFile))"
  }

  private var labelFiles: [URL] {
    let suffixes = [suffix] + [".npy", ".csv", ".txt", ".csv.gz"].filter { $0 != suffix }
    return there(suffixes.flatMap { suffix in PartnerNames.labels(of: stem).map { $0 + suffix } })
  }

  /// The file with another part.
  func part(_ part: PartnerNames.Part) -> URL? {
    first(PartnerNames.names(of: part, beside: stem).map { $0 + suffix })
  }

  private func first(_ names: [String]) -> URL? {
    there(names).first
  }

  private func there(_ names: [String]) -> [URL] {
    names.map { folder.appendingPathComponent($0) }.filter { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// What labels are looked for, for a note.
  var expectedLabels: String {
    PartnerNames.labels(of: stem).prefix(2).map { $0 + suffix }.joined(separator: " or ")
  }
}
