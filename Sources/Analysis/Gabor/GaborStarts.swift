internal import Foundation

/// Where the fit of a Gabor function begins: at the strongest frequencies of a filter, and where those
/// are strongest.
struct GaborStarts {
  private let weights: [Double]
  private let grid: GaborParameters

  init(_ weights: [Double], grid: GaborParameters) {
    self.weights = weights
    self.grid = grid
  }

  /// Starts, with amplitude and phase as the filter has them there.
  var all: [[Double]] {
    let side = Double(max(grid.width, grid.height))
    return peaks(count: 3).flatMap { peak in
      let local = localAmplitude(peak, width: side / 6)
      let strongest = local.indices.max { local[$0] < local[$1] } ?? 0
      let centres = [
        (Double(strongest % grid.width), Double(strongest / grid.width)), centroid,
      ]
      return centres.flatMap { x, y in
        [side / 8, side / 4].map { width in
          start(x: x, y: y, frequency: peak, width: width)
        }
      }
    }
  }

  /// Where the energy w² has its centre.
  private var centroid: (Double, Double) {
    var (mass, x, y) = (0.0, 0.0, 0.0)
    for (pixel, weight) in weights.enumerated() {
      mass += weight * weight
      x += weight * weight * Double(pixel % grid.width)
      y += weight * weight * Double(pixel / grid.width)
    }
    return (x / mass, y / mass)
  }

  private func start(
    x: Double, y: Double, frequency: SIMD2<Double>, width: Double
  ) -> [Double] {
    let length = (frequency * frequency).sum().squareRoot()
    var parameters = [x, y, atan2(frequency.y, frequency.x), length, width, width, 0, 0]
    // With the others given, a and b are a linear least squares.
    var values = weights
    var jacobian = [Double](repeating: 0, count: weights.count * GaborParameters.count)
    grid.evaluate(parameters, &values, &jacobian)
    var (cc, cs, ss, cw, sw) = (1e-12, 0.0, 1e-12, 0.0, 0.0)
    for (pixel, weight) in weights.enumerated() {
      let c = jacobian[pixel * GaborParameters.count + 6]
      let s = jacobian[pixel * GaborParameters.count + 7]
      (cc, cs, ss) = (cc + c * c, cs + c * s, ss + s * s)
      (cw, sw) = (cw + c * weight, sw + s * weight)
    }
    if let solution = solveSymmetric([cc, cs, cs, ss], [cw, sw]) {
      (parameters[6], parameters[7]) = (solution[0], solution[1])
    }
    return parameters
  }

  /// The frequencies, in cycles a pixel, at which the power spectrum is highest among its neighbours.
  private func peaks(count: Int) -> [SIMD2<Double>] {
    let side = max(grid.width, grid.height)
    // Half the plane, twice as fine as the discrete Fourier transform.
    let step = 1 / Double(2 * side)
    func frequency(_ right: Int, _ down: Int) -> SIMD2<Double> { SIMD2(Double(right), Double(down)) * step }
    var power: [[Double]] = []
    for down in 0...side {
      power.append((-side...side).map { self.power(frequency($0, down)) })
    }
    var found: [(power: Double, frequency: SIMD2<Double>)] = []
    for down in 0...side {
      for right in -side...side where down > 0 || right > 0 {
        let length = (frequency(right, down) * frequency(right, down)).sum().squareRoot()
        let value = power[down][right + side]
        let isPeak = (-1...1).allSatisfy { i in
          (-1...1).allSatisfy { j in
            let (row, column) = (down + i, right + side + j)
            return !power.indices.contains(row) || !power[row].indices.contains(column)
              || value >= power[row][column]
          }
        }
        if isPeak && length <= 0.5 { found.append((value, frequency(right, down))) }
      }
    }
    found.sort { $0.power > $1.power }
    // A filter without any, say a blob, is smoothest there.
    let lowest = [SIMD2(step, 0), SIMD2(0, step)]
    return Array((found.map(\.frequency) + lowest).prefix(max(count, 1)))
  }

  private func power(_ frequency: SIMD2<Double>) -> Double {
    let (real, imaginary) = demodulated(frequency) { _, _ in 1 }
    return real * real + imaginary * imaginary
  }

  /// The amplitude of one frequency around each pixel, under a Gaussian window.
  private func localAmplitude(_ frequency: SIMD2<Double>, width: Double) -> [Double] {
    weights.indices.map { centre in
      let (real, imaginary) = demodulated(frequency) { x, y in
        let (dx, dy) = (x - Double(centre % grid.width), y - Double(centre / grid.width))
        return exp(-0.5 * (dx * dx + dy * dy) / (width * width))
      }
      return real * real + imaginary * imaginary
    }
  }

  /// Σ w · window · e^(2πi f·p).
  private func demodulated(
    _ frequency: SIMD2<Double>, window: (Double, Double) -> Double
  ) -> (real: Double, imaginary: Double) {
    var (real, imaginary) = (0.0, 0.0)
    for (pixel, weight) in weights.enumerated() {
      let (x, y) = (Double(pixel % grid.width), Double(pixel / grid.width))
      let angle = 2 * .pi * (frequency.x * x + frequency.y * y)
      let share = weight * window(x, y)
      real += share * cos(angle)
      imaginary += share * sin(angle)
    }
    return (real, imaginary)
  }
}
