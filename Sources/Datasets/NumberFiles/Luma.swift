/// Grey from red, green and blue (ITU-R BT.601).
enum Luma {
  static func bytes(_ colours: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    stride(from: colours.startIndex, to: colours.endIndex, by: 3).map { start in
      UInt8(grey(Float(colours[start]), Float(colours[start + 1]), Float(colours[start + 2])).rounded())
    }[...]
  }

  static func numbers(_ colours: [Float]) -> [Float] {
    stride(from: 0, to: colours.count, by: 3).map { grey(colours[$0], colours[$0 + 1], colours[$0 + 2]) }
  }

  private static func grey(_ red: Float, _ green: Float, _ blue: Float) -> Float {
    0.299 * red + 0.587 * green + 0.114 * blue
  }
}
