/// The files of a folder and of all folders in it.
struct PictureSearch {
  /// Their paths from the root on, sorted.
  private(set) var files: [String] = []
  /// The paths of the files that were passed over.
  private(set) var others: [String] = []

  /// Looks through a folder.
  ///
  /// - Parameters:
  ///   - root: what all paths begin at.
  ///   - folder: the path of the folder from there on; empty for the root itself.
  ///   - above: folders that are not to be entered, by whatever links.
  /// - Throws: `InputError` when a folder cannot be read.
  init(_ root: String, folder: String, above: Set<FileIdentity> = []) throws {
    // Each folder is entered once, so links in a circle come to an end.
    var entered = above
    var waiting = [folder]
    while let next = waiting.popLast() {
      let path = next.isEmpty ? root : "\(root)/\(next)"
      guard let identity = FileIdentity(path), entered.insert(identity).inserted else { continue }
      let contents = try FolderContents(of: path)
      let prefix = next.isEmpty ? "" : "\(next)/"
      files += contents.files.map { prefix + $0 }
      others += contents.others.map { prefix + $0 }
      waiting += contents.folders.map { prefix + $0 }
    }
    files.sort()
    others.sort()
  }
}
