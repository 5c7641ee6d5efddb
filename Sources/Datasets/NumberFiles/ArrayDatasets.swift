package import Foundation
internal import StrataFiles

/// Data sets of arrays and tables: `.npy`, `.npz`, `.csv` and `.tsv` files, and folders of them.
package enum ArrayDatasets {
  /// Reads what lies at a path.
  ///
  /// A folder counts when it holds `dataset.json`, as `RawDataset.write` leaves it, or a file of a usual name such as
  /// `x_train.npy`, `X.npy` or `train.csv`, or one `.npz` file.
  ///
  /// - Returns: nil when it is none of these, or when nothing lies there.
  /// - Throws: `InputError` when it is damaged, or is not what its name says.
  package static func read(_ url: URL, _ options: ReadingOptions) throws -> RawDataset? {
    var isFolder = ObjCBool(false)
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else { return nil }
    guard isFolder.boolValue else { return try read(file: url, options) }
    if FileManager.default.fileExists(atPath: DatasetFolder.record(in: url).path) {
      return try DatasetFolder.read(url, options)
    }
    guard let examples = try examples(in: url), var raw = try read(file: examples, options) else {
      return nil
    }
    let others = try others(in: url, beside: raw.files)
    if !others.isEmpty {
      raw.notes.append(
        Wording(
          "of the folder \(url.lastPathComponent) what belongs to \(examples.lastPathComponent) was read, and passed over "
            + "\(others.listed(atMost: 3))"))
    }
    return raw
  }

  /// What else in a folder might be data: folders, and files of the forms that are read.
  private static func others(in folder: URL, beside read: [DataFile]) throws -> [String] {
    let known = Set(read.map { URL(filePath: $0.path).lastPathComponent })
    let endings = ["npy", "npz", "csv", "tsv", "gz", "png", "jpg", "jpeg"]
    return try Folders.names(in: folder).filter { !$0.hasPrefix(".") && !known.contains($0) }.sorted().filter
    { name in
      let url = folder.appendingPathComponent(name)
      return url.isFolder || endings.contains(url.pathExtension.lowercased())
    }
  }

  private static func read(file url: URL, _ options: ReadingOptions) throws -> RawDataset? {
    let name = url.lastPathComponent.lowercased()
    func ends(_ suffixes: String...) -> Bool { suffixes.contains { name.hasSuffix($0) } }
    if name == DatasetFolder.recordName {
      return try DatasetFolder.read(url.deletingLastPathComponent(), options)
    }
    if ends(".npy") { return try NPYDataset.read(url, options) }
    if ends(".npz") { return try NPZDataset.read(url, options) }
    if ends(".csv", ".tsv", ".csv.gz", ".tsv.gz") { return try TableDataset.read(url, options) }
    return nil
  }

  /// The file of a folder that holds the examples to train on; nil when none has a usual name.
  private static func examples(in folder: URL) throws -> URL? {
    let names = try Folders.names(in: folder).filter { !$0.hasPrefix(".") }.sorted()
    func first(_ wanted: [String]) -> URL? {
      wanted.lazy.compactMap { wanted in names.first { $0.lowercased().replacing("-", with: "_") == wanted } }
        .first.map { folder.appendingPathComponent($0) }
    }
    let suffixes = [".npy", ".csv", ".csv.gz", ".tsv"]
    let tables = ["train", "mnist_train", "fashion_mnist_train"]
    let archives = names.filter { $0.lowercased().hasSuffix(".npz") }
    return first(PartnerNames.examples.map { $0 + ".npy" })
      ?? first(PartnerNames.examples.prefix(7).flatMap { name in suffixes.map { name + $0 } })
      ?? first(tables.flatMap { name in suffixes.map { name + $0 } })
      ?? (archives.count == 1 ? folder.appendingPathComponent(archives[0]) : nil)
  }
}
