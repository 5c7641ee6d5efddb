internal import Foundation

/// What the name of a file says it is: `emnist-letters-train-images-idx3-ubyte.gz`.
struct IDXName {
  /// What precedes `train` or `test`, without the hyphen; mostly nothing.
  let prefix: String
  let role: IDXFolder.Role

  init?(_ name: String) {
    let pattern =
      /(?:(?<prefix>.+?)[-_.])?(?<part>train|t10k|test)[-_.]?(?<what>image|label)s?(?:[-_.]?idx[0-9]?)?(?:[-_.]?u?byte|[-_.]?int|[-_.]?float|[-_.]?double)?(?<gzip>\.gz)?/
      .ignoresCase()
    guard let match = name.wholeMatch(of: pattern) else { return nil }
    prefix = match.output.prefix.map { String($0) } ?? ""
    let isTraining = match.output.part.lowercased() == "train"
    role =
      match.output.what.lowercased() == "image"
      ? (isTraining ? .trainImages : .testImages) : (isTraining ? .trainLabels : .testLabels)
  }

  /// The files in a folder with such names; of a folder of such a name, the file in it.
  static func all(in folder: URL) throws -> [(name: IDXName, url: URL)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let found = names.sorted().compactMap { file -> (name: IDXName, url: URL)? in
      guard let name = IDXName(file) else { return nil }
      let url = folder.appending(path: file)
      guard url.isFolder else { return (name, url) }
      let inner = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
      return inner.sorted().first { IDXName($0)?.role == name.role }.map { (name, url.appending(path: $0)) }
    }
    // Compressed files first, as they are published, and those with hyphens before others.
    return found.sorted { rank($0.url) < rank($1.url) }
  }

  private static func rank(_ url: URL) -> Int {
    let name = url.lastPathComponent
    return (name.hasSuffix(".gz") ? 0 : 2) + (name.contains(".idx") ? 1 : 0)
  }
}
