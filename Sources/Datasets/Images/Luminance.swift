internal import Foundation

/// How colours become greys: the sum of linear light with the weights of Rec. 709 (0.2126, 0.7152, 0.0722), as sRGB
/// has it (IEC 61966-2-1). A grey stays what it is.
enum Luminance {
  /// The grey of a colour.
  static func grey(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let light =
      13_933 * linear[Int(red)] + 46_871 * linear[Int(green)] + 4_732 * linear[Int(blue)] + 32_768
    return encoded[Int(light >> 16)]
  }

  /// The light of a byte, of 65,535.
  private static let linear: [UInt32] = (0...255).map { byte in
    let value = Double(byte) / 255
    let light = value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    return UInt32((65_535 * light).rounded())
  }

  /// The byte of a light.
  private static let encoded: [UInt8] = (0...65_535).map { step in
    let light = Double(step) / 65_535
    let value = light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055
    return UInt8((255 * value).rounded())
  }
}
