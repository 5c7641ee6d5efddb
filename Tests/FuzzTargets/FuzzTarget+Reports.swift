import Foundation
import Reports
import TestSupport

extension FuzzTarget {
  /// What an evaluation left as JSON, from which a report is drawn: the table, or the confusion matrix.
  static let table = FuzzTarget(name: "table", cap: { 64 * $0 + base }) { bytes, _ in
    do {
      let table = try AccuracyTable(json: Data(bytes), title: "a title", at: "accuracy.json")
      _ = (table.markdown, table.text, table.csv)
    } catch {
      guard isRefusal(error) else { throw error }
      let report = try ConfusionReport(json: Data(bytes), at: "confusion.json")
      _ = report.markdown
    }
  }

  /// PNG pictures, the checksum of every chunk put right first: it keeps nobody out who means harm.
  ///
  /// A byte can stand for 8 pixels of one bit, 1032 times over; libpng inflates 8 MB of a profile or a text.
  static let png = FuzzTarget(
    name: "png", cap: { 4 * min(8 * 1032 * $0, PNG.maximumPixels) + 8_000_000 + base }
  ) { bytes, _ in
    let image = try PNG.decode(Data(withChecksums(bytes)), at: "picture.png")
    guard image.width > 0, image.height > 0, try PNG.decode(PNG.encode(image), at: "again") == image else {
      throw Finding.contradiction("the picture that was written again is another one")
    }
  }

  private static func withChecksums(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var start = 8
    while start + 12 <= bytes.count {
      let length = bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
      let end = start + 8 + length
      guard end + 4 <= bytes.count else { break }
      let crc = crc32(bytes[start + 4..<end])
      for place in 0..<4 { bytes[end + place] = UInt8(truncatingIfNeeded: crc >> UInt32(24 - 8 * place)) }
      start = end + 4
    }
    return bytes
  }

  /// The checksum of a PNG's chunk (PNG specification, annex D), a bit at a time.
  private static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
    }
  }
}
