internal import StrataFiles

/// Which pictures of a folder belong to which part and class.
struct FolderPlan {
  /// A part of the data, as folders are named after it.
  enum Part: Int {
    case train, validation, test

    /// The part that a folder's name says, in capitals or not.
    init?(folder name: String) {
      switch name.lowercased() {
      case "train", "training": self = .train
      case "validation", "val", "valid": self = .validation
      case "test", "testing": self = .test
      default: return nil
      }
    }
  }

  /// A file that is to be read as a picture.
  struct Entry {
    let part: Part
    /// The path from the root on.
    let path: String
    /// The folder that it lies in; nil for one without a label.
    let className: String?
  }

  /// The folder that the parts or classes lie in.
  let root: String
  /// All pictures: those of a part follow each other, sorted by their paths.
  private(set) var entries: [Entry] = []
  /// Files that were passed over.
  private(set) var others: [String] = []
  /// What is worth a word.
  private(set) var notes: [Wording] = []
  /// Class folders in which nothing is.
  private(set) var emptyFolders: [(part: Part, path: String)] = []
  /// The root and the folders of parts, which no link within them may lead into again.
  private var above: Set<FileIdentity> = []

  /// Finds them.
  ///
  /// - Throws: `InputError` when a folder cannot be read, or two are the same part.
  init(_ folder: String) throws {
    root = try Self.lookingThrough(folder)
    if root != folder { notes.append("the pictures are those in \(root)") }
    let contents = try FolderContents(of: root)
    let parts = try Self.parts(of: contents)
    enter(root)
    for (name, _) in parts { enter("\(root)/\(name)") }
    try addStraight(contents, prefix: "", part: .train)
    for name in contents.folders {
      if let part = parts[name] {
        let folders = try FolderContents(of: "\(root)/\(name)")
        try addStraight(folders, prefix: "\(name)/", part: part)
        for inner in folders.folders { try add("\(name)/\(inner)", named: inner, part: part) }
      } else if parts.isEmpty || Self.isUnlabelled(name) {
        try add(name, named: name, part: .train)
      } else {
        notes.append("the folder \(name) beside the parts was passed over")
      }
    }
    entries.sort { ($0.part.rawValue, $0.path) < ($1.part.rawValue, $1.path) }
  }

  private mutating func enter(_ path: String) {
    if let identity = FileIdentity(path) { above.insert(identity) }
  }

  /// Pictures that lie in no class folder have no label; other files there are none of ours.
  private mutating func addStraight(_ contents: FolderContents, prefix: String, part: Part) throws {
    for name in contents.files {
      if FolderContents.isPicture("\(contents.path)/\(name)") {
        entries.append(Entry(part: part, path: prefix + name, className: nil))
      } else {
        others.append(prefix + name)
      }
    }
    others += contents.others.map { prefix + $0 }
  }

  /// A class folder, or one of examples without a label.
  private mutating func add(_ path: String, named name: String, part: Part) throws {
    let search = try PictureSearch(root, folder: path, above: above)
    others += search.others
    guard search.files.contains(where: { FolderContents.isPicture("\(root)/\($0)") }) else {
      if search.files.isEmpty && search.others.isEmpty {
        emptyFolders.append((part, path))
      } else {
        notes.append("the folder \(path), in which no picture is, was passed over")
      }
      return
    }
    let className = Self.isUnlabelled(name) ? nil : name
    entries += search.files.map { Entry(part: part, path: $0, className: className) }
  }

  private static func isUnlabelled(_ name: String) -> Bool {
    ["unlabelled", "unlabeled"].contains(name.lowercased())
  }

  /// The folder itself, or the one that it does no more than wrap: the only one in it, with folders and without
  /// pictures of its own.
  private static func lookingThrough(_ folder: String) throws -> String {
    var folder = folder
    var entered: Set<FileIdentity> = []
    while let identity = FileIdentity(folder), entered.insert(identity).inserted {
      let contents = try FolderContents(of: folder)
      guard contents.folders.count == 1, Part(folder: contents.folders[0]) == nil,
        !isUnlabelled(contents.folders[0]), !contents.holdsPictures
      else { break }
      let inner = try FolderContents(of: "\(folder)/\(contents.folders[0])")
      guard !inner.folders.isEmpty, !inner.holdsPictures else { break }
      folder = inner.path
    }
    return folder
  }

  /// The folders that are parts, by name; none where the folders are classes.
  ///
  /// A folder `train` among others may be the class of trains: then it has no folders of its own.
  private static func parts(of contents: FolderContents) throws -> [String: Part] {
    var parts: [String: Part] = [:]
    for name in contents.folders {
      guard let part = Part(folder: name) else { continue }
      if let twin = parts.first(where: { $0.value == part })?.key {
        throw InputError(
          .malformedData, at: contents.path, expected: "one folder for each part",
          found: "\(twin) and \(name)",
          advice: "move the pictures of one into the other")
      }
      parts[name] = part
    }
    let others = contents.folders.filter { parts[$0] == nil && !isUnlabelled($0) }
    guard let train = parts.first(where: { $0.value == .train })?.key else {
      return others.isEmpty ? parts : [:]
    }
    let hasClasses = try !FolderContents(of: "\(contents.path)/\(train)").folders.isEmpty
    return others.isEmpty || hasClasses ? parts : [:]
  }
}

extension FolderContents {
  /// True when a picture lies straight in it.
  fileprivate var holdsPictures: Bool { files.contains { Self.isPicture("\(path)/\($0)") } }
}
