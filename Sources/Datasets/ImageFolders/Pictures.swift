package import Foundation
internal import StrataFiles
package import StrataLinearAlgebra

/// Pictures that somebody wants classified.
package enum Pictures {
  /// The files at some paths: of a folder all pictures in it and below, sorted; a file as it is.
  ///
  /// - Throws: `InputError` when nothing is at a path, or no picture in a folder.
  package static func files(_ urls: [URL]) throws -> [URL] {
    try urls.flatMap { url -> [URL] in
      guard FileIdentity.kind(of: url.path) == .folder else { return [url] }
      let found = try PictureSearch(url.path, folder: "").files.filter {
        FolderContents.isPicture("\(url.path)/\($0)")
      }
      guard !found.isEmpty else {
        throw InputError(
          .missingInput, at: url.path, expected: "PNG or JPEG files in the folder", found: "none",
          advice: "check the path")
      }
      return found.map { url.appendingPathComponent($0) }
    }
  }

  /// The pictures at some paths, as a model reads them: one in a row, in the order of `files(urls)`.
  ///
  /// - Parameter preparation: the one that the model was trained with.
  /// - Throws: `InputError` that names the first picture that cannot be read and says how many cannot.
  package static func rows(_ urls: [URL], _ preparation: ImagePreparation) throws -> ByteMatrix {
    let width = preparation.height * preparation.width
    let files = try files(urls)
    guard !files.isEmpty else { return ByteMatrix(rows: 0, columns: width, []) }
    var options = ReadingOptions()
    options.imageSize = .init(height: preparation.height, width: preparation.width)
    (options.isStretched, options.fit) = (preparation.isStretched, preparation.fit)
    let stack = try PictureStack(
      files.map(\.path), of: urls.count == 1 ? urls[0].path : "the pictures", options)
    return ByteMatrix(rows: files.count, columns: width, stack.rows)
  }
}
