internal import Foundation
internal import StrataFiles

/// What lies straight in a folder, without what systems and archives leave there.
struct FolderContents {
  /// The folder's path.
  let path: String
  /// The names of the folders in it, sorted.
  private(set) var folders: [String] = []
  /// The names of the files that may be pictures, sorted.
  private(set) var files: [String] = []
  /// The names of the files that are passed over, sorted.
  private(set) var others: [String] = []

  /// Looks into a folder. Links are followed.
  ///
  /// - Throws: `InputError` when it cannot be read.
  init(of path: String) throws {
    self.path = path
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      throw InputError(
        .inputOutput, at: path, expected: "a folder that can be read", found: "\(error.localizedDescription)",
        advice: "check its permissions")
    }
    for name in names {
      switch FileIdentity.kind(of: "\(path)/\(name)") {
      case .folder: if !name.hasPrefix("."), name != "__MACOSX" { folders.append(name) }
      case .file where !Self.isPassedOver(name): files.append(name)
      default: others.append(name)
      }
    }
  }

  /// True for files that lie among pictures and are none.
  private static func isPassedOver(_ name: String) -> Bool {
    name.hasPrefix(".") || ["thumbs.db", "desktop.ini"].contains(name.lowercased())
      || ["txt", "md", "json", "csv"].contains(pathExtension(of: name))
  }

  /// True for a file that was meant as a picture: its name says so, even if it is one of a kind that is not read, or
  /// its first bytes do.
  static func isPicture(_ path: String) -> Bool {
    if pictureExtensions.contains(pathExtension(of: path)) { return true }
    guard var file = try? FileReader(path: path, advice: "") else { return false }
    return (try? file.read(8)).map(Picture.isBegun) ?? false
  }

  private static let pictureExtensions: Set = [
    "png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "tif", "tiff", "webp", "heic", "avif", "pgm", "ppm",
  ]

  private static func pathExtension(of name: String) -> String {
    guard let dot = name.lastIndex(of: ".") else { return "" }
    return name[dot...].dropFirst().lowercased()
  }
}

/// Which file or folder it is that a path leads to, whatever links are on the way.
struct FileIdentity: Hashable {
  private let device: UInt64
  private let number: UInt64

  enum Kind { case file, folder, other }

  /// nil where there is nothing.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }

  /// What a path leads to. A link to nothing counts as a file: reading it says what is wrong.
  static func kind(of path: String) -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .file }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }
}
