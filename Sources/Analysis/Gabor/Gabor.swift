internal import Foundation

/// A two-dimensional Gabor function (Jones and Palmer 1987, equation 1, with the envelope's axes along
/// and across the wave):
///
/// g(x, y) = A · exp(−u² / 2σ_u² − v² / 2σ_v²) · cos(2π u / λ + φ),
/// u = (x − x₀) cos θ + (y − y₀) sin θ across the stripes, v = −(x − x₀) sin θ + (y − y₀) cos θ along them.
public struct Gabor: Sendable, Hashable, Codable {
  /// x₀ in pixels, from the middle of the first column to the right.
  public var x: Double
  /// y₀ in pixels, from the middle of the first row downwards.
  public var y: Double
  /// θ, the direction of the wave, in radians; stripes run at right angles to it. In [0, π) of a fit.
  public var orientation: Double
  /// λ in pixels; a pixel grid can show no less than 2.
  public var wavelength: Double
  /// φ in radians: 0 is a bright bar in the middle, ±π/2 an edge. In (−π, π] of a fit.
  public var phase: Double
  /// σ_u in pixels.
  public var widthAcross: Double
  /// σ_v in pixels.
  public var widthAlong: Double
  /// A; positive in a fit.
  public var amplitude: Double

  /// A Gabor function from its parameters.
  public init(
    x: Double, y: Double, orientation: Double, wavelength: Double, phase: Double, widthAcross: Double,
    widthAlong: Double, amplitude: Double
  ) {
    self.x = x
    self.y = y
    self.orientation = orientation
    self.wavelength = wavelength
    self.phase = phase
    self.widthAcross = widthAcross
    self.widthAlong = widthAlong
    self.amplitude = amplitude
  }
  /// g at a place.
  public func value(x: Double, y: Double) -> Double {
    let (dx, dy) = (x - self.x, y - self.y)
    let u = dx * cos(orientation) + dy * sin(orientation)
    let v = dy * cos(orientation) - dx * sin(orientation)
    let envelope = exp(
      -u * u / (2 * widthAcross * widthAcross) - v * v / (2 * widthAlong * widthAlong))
    return amplitude * envelope * cos(2 * .pi * u / wavelength + phase)
  }

  /// Its image, row after row.
  public func image(width: Int, height: Int) -> [Float] {
    (0..<width * height).map { Float(value(x: Double($0 % width), y: Double($0 / width))) }
  }

  /// The area, in pixels, in which the envelope is above half of its maximum.
  var halfMaximumArea: Double { 2 * .pi * log(2) * widthAcross * widthAlong }
}
