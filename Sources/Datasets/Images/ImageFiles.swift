public import Foundation
internal import StrataFiles

/// Images that somebody else made: a folder of PNG files, or a stack in a NumPy file.
public enum ImageFiles {
  /// What is read holds at most so many pixels in all: 67 million, 256 MiB in memory.
  package static let maximumPixels = 1 << 26

  /// Reads images: of a folder every file whose name ends in `.png`, in the order of the names; of a file
  /// its stack, if it is of NumPy's format, or itself, if it is a PNG file.
  ///
  /// - Throws: `InputError` when there is nothing, no image, a damaged one, or too many.
  public static func read(_ url: URL) throws -> [GreyImage] {
    var isFolder = ObjCBool(false)
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue else {
      let bytes = try bytes(of: url)
      return bytes.starts(with: NPYHeader.magic)
        ? try NPYFile(bytes: bytes, at: url.path).images : [try PNGImage(bytes: bytes, at: url.path).image]
    }
    let names = try listing(of: url).filter { $0.lowercased().hasSuffix(".png") }.sorted()
    guard !names.isEmpty else {
      throw InputError(
        .missingInput, at: url.path, expected: "a folder with PNG files in it", found: "none",
        advice: "give another folder, or the path of a .npy file")
    }
    var images: [GreyImage] = []
    var pixels = 0
    for name in names {
      let image = try PNGImage(contentsOf: url.appendingPathComponent(name)).image
      pixels += image.pixels.count
      guard pixels <= maximumPixels else {
        throw InputError(
          .malformedData, at: url.path, expected: "at most \(maximumPixels) pixels in all its images",
          found: "more, from \(name) on", advice: "give fewer or smaller images")
      }
      images.append(image)
    }
    return images
  }

  /// The largest file that is read: a stack of Float64 with as many pixels as are read at most.
  private static let largestFile = 8 * maximumPixels + 1 << 16

  /// The bytes of a regular file that is not too large.
  static func bytes(of url: URL) throws -> [UInt8] {
    var file = try FileReader(path: url.path, advice: "check the path; images are PNG or .npy files")
    guard file.size <= largestFile else {
      throw InputError(
        .malformedData, at: url.path, expected: "at most \(largestFile) bytes", found: "\(file.size)",
        advice: "give fewer or smaller images")
    }
    return try file.read(file.size)
  }

  private static func listing(of folder: URL) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw InputError(
        .inputOutput, at: folder.path, expected: "a folder that can be read", found: "\(error)",
        advice: "check its permissions")
    }
  }
}
