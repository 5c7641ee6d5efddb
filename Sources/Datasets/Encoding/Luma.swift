/// Grey from red, green and blue: their luma (ITU-R BT.601), of the numbers as they are stored. Pillow's `L`, OpenCV and Keras
/// make the same. A grey stays what it is.
enum Luma {
  /// Of bytes, in whole numbers and rounded as Pillow does.
  static func grey(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let (red, green, blue) = (19_595 * Int(red), 38_470 * Int(green), 7_471 * Int(blue))
    return UInt8((red + green + blue + 32_768) >> 16)
  }

  /// Of bytes, three for each pixel.
  static func bytes(_ colours: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    stride(from: colours.startIndex, to: colours.endIndex, by: 3).map { start in
      grey(colours[start], colours[start + 1], colours[start + 2])
    }[...]
  }

  /// Of other numbers, three for each pixel.
  static func numbers(_ colours: [Float]) -> [Float] {
    stride(from: 0, to: colours.count, by: 3).map {
      0.299 * colours[$0] + 0.587 * colours[$0 + 1] + 0.114 * colours[$0 + 2]
    }
  }
}
