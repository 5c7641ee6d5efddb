internal import Foundation

/// A Gabor function as the fit sees it: its eight parameters, their bounds, its values and derivatives.
///
/// Frequency in place of wavelength, and a·cos − b·sin in place of amplitude and phase, are what the
/// values depend on smoothly: (x, y, θ, f, σ_u, σ_v, a, b).
struct GaborParameters {
  let width: Int
  let height: Int

  static let count = 8

  /// Bounds that make the function a local one that a pixel grid can show: its centre in the patch, a
  /// wavelength from 2 pixels to twice the patch, widths from half a pixel to half the patch.
  var bounds: [ClosedRange<Double>] {
    let side = Double(max(width, height))
    let widths = 0.5...max(side / 2, 0.5)
    return [
      -0.5...Double(width) - 0.5, -0.5...Double(height) - 0.5, -.infinity ... .infinity,
      min(1 / (2 * side), 0.5)...0.5, widths, widths, -.infinity ... .infinity, -.infinity ... .infinity,
    ]
  }

  /// The value of each pixel and its derivatives by the parameters, pixels × 8.
  func evaluate(_ p: [Double], _ values: inout [Double], _ jacobian: inout [Double]) {
    let (cosine, sine) = (cos(p[2]), sin(p[2]))
    let (across, along) = (1 / (p[4] * p[4]), 1 / (p[5] * p[5]))
    for pixel in 0..<width * height {
      let (dx, dy) = (Double(pixel % width) - p[0], Double(pixel / width) - p[1])
      let (u, v) = (dx * cosine + dy * sine, dy * cosine - dx * sine)
      let envelope = exp(-0.5 * (u * u * across + v * v * along))
      let (c, s) = (cos(2 * .pi * p[3] * u), sin(2 * .pi * p[3] * u))
      let value = envelope * (p[6] * c - p[7] * s)
      let turned = envelope * (-p[6] * s - p[7] * c)
      let byU = 2 * .pi * p[3] * turned - u * across * value
      let byV = -v * along * value
      values[pixel] = value
      let row = pixel * Self.count
      jacobian[row] = -cosine * byU + sine * byV
      jacobian[row + 1] = -sine * byU - cosine * byV
      jacobian[row + 2] = v * byU - u * byV
      jacobian[row + 3] = 2 * .pi * u * turned
      jacobian[row + 4] = value * u * u * across / p[4]
      jacobian[row + 5] = value * v * v * along / p[5]
      jacobian[row + 6] = envelope * c
      jacobian[row + 7] = -envelope * s
    }
  }

  /// The coherence of the directions of the slopes, from the derivatives by the centre.
  func orientedness(_ p: [Double]) -> Double {
    var values = [Double](repeating: 0, count: width * height)
    var jacobian = [Double](repeating: 0, count: values.count * Self.count)
    evaluate(p, &values, &jacobian)
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for row in stride(from: 0, to: jacobian.count, by: Self.count) {
      let (x, y) = (jacobian[row], jacobian[row + 1])
      (xx, xy, yy) = (xx + x * x, xy + x * y, yy + y * y)
    }
    return xx + yy > 0 ? hypot(xx - yy, 2 * xy) / (xx + yy) : 0
  }

  /// The parameters of a function.
  static func parameters(of gabor: Gabor) -> [Double] {
    [
      gabor.x, gabor.y, gabor.orientation, 1 / gabor.wavelength, gabor.widthAcross, gabor.widthAlong,
      gabor.amplitude * cos(gabor.phase), gabor.amplitude * sin(gabor.phase),
    ]
  }

  /// The function, its direction in [0, π) and its amplitude positive.
  static func gabor(_ p: [Double]) -> Gabor {
    let turns = (p[2] / .pi).rounded(.down)
    // Half a turn reverses the wave.
    let isReversed = turns.truncatingRemainder(dividingBy: 2) != 0
    return Gabor(
      x: p[0], y: p[1], orientation: max(0, p[2] - turns * .pi), wavelength: 1 / p[3],
      phase: atan2(isReversed ? -p[7] : p[7], p[6]), widthAcross: p[4], widthAlong: p[5],
      amplitude: hypot(p[6], p[7]))
  }
}
