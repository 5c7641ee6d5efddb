import StrataDatasets
import StrataFiles
import StrataTestSupport

extension FuzzTarget {
  /// Pictures of more pixels are left out, unless they have to be refused: they take long and show nothing new.
  private static let manyPixels = 1 << 20

  /// JPEG files: at most four samples for each pixel, and four coefficients of two bytes where there are several
  /// scans.
  static let jpeg = FuzzTarget(name: "jpeg", cap: { 12 * min(8192 * $0, manyPixels) + 3 * $0 + (8 << 20) }) {
    bytes, _ in
    let header = try JPEGHeader(bytes, at: "picture.jpg")
    let pixels = header.width * header.height
    guard pixels <= manyPixels || pixels > JPEGReader.maximumPixels else { return }
    let image = try JPEGReader.read(bytes, at: "picture.jpg")
    guard image.samples.count == pixels * header.components else {
      throw Finding.contradiction("\(image.samples.count) samples of \(header)")
    }
  }

  /// Pictures of both kinds as images: what their reading holds, their greys, and twice a drawing's.
  static let picture = FuzzTarget(
    name: "picture", cap: { 16 * min(8256 * $0, manyPixels) + 3 * $0 + (32 << 20) }
  ) { bytes, _ in
    let bytes = bytes.first == 0x89 ? withChecksums(bytes) : bytes
    let size = try Picture.size(bytes: bytes, at: "picture")
    let pixels = size.width.multipliedReportingOverflow(by: size.height)
    guard
      pixels.overflow || pixels.partialValue <= manyPixels || pixels.partialValue > JPEGReader.maximumPixels
    else { return }
    let picture = try Picture(bytes: bytes, at: "picture")
    guard picture.width == size.width, picture.height == size.height else {
      throw Finding.contradiction("\(picture.width) × \(picture.height) pixels, not \(size)")
    }
    for fit in ImagePreparation.Fit.allCases {
      for isStretched in [false, true] {
        let preparation = ImagePreparation(height: 28, width: 20, isStretched: isStretched, fit: fit)
        let image = preparation.apply(to: picture)
        guard image.count == 560 else { throw Finding.contradiction("\(image.count) pixels of 28 × 20") }
      }
    }
  }
}
