internal import Foundation

/// Turning a square image about its middle.
enum Rotation {
  /// An image turned by an angle in radians, with bilinear interpolation; what comes in from outside is 0.
  static func turned(_ pixels: [Float], side: Int, by angle: Float) -> [Float] {
    let (sine, cosine) = (Float(sin(Double(angle))), Float(cos(Double(angle))))
    let middle = Float(side - 1) / 2
    var result = [Float](repeating: 0, count: side * side)
    for row in 0..<side {
      for column in 0..<side {
        let (down, right) = (Float(row) - middle, Float(column) - middle)
        // Where the pixel comes from.
        let (y, x) = (middle + cosine * down + sine * right, middle + cosine * right - sine * down)
        let (top, left) = (Int(y.rounded(.down)), Int(x.rounded(.down)))
        let (below, beside) = (y - Float(top), x - Float(left))
        func value(_ row: Int, _ column: Int) -> Float {
          (0..<side).contains(row) && (0..<side).contains(column) ? pixels[row * side + column] : 0
        }
        let upper = value(top, left) * (1 - beside) + value(top, left + 1) * beside
        let lower = value(top + 1, left) * (1 - beside) + value(top + 1, left + 1) * beside
        result[row * side + column] = upper * (1 - below) + lower * below
      }
    }
    return result
  }
}
