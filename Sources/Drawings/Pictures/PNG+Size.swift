package import Foundation
internal import StrataFiles

extension PNG {
  /// The width and height that the header of a PNG file states; nothing is decoded.
  ///
  /// - Throws: `InputError` when it is no PNG file.
  package static func size(of data: Data) throws -> (width: Int, height: Int) {
    // The signature, then the chunk IHDR: length, name, width, height (PNG specification, section 11.2.2).
    let bytes = [UInt8](data.prefix(24))
    let number = { (start: Int) in bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    guard bytes.count == 24, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
      bytes[12..<16].elementsEqual("IHDR".utf8)
    else {
      throw InputError(
        .malformedData, at: "picture of a report", expected: "a PNG image",
        found: "\(data.count) other bytes",
        advice: "replace the file by an intact one")
    }
    return (number(16), number(20))
  }
}
