/// Least squares of a function of a few parameters within bounds, in Double (Levenberg 1944; Marquardt 1963,
/// with his scaling by the diagonal).
///
/// A parameter at a bound stays there for a step that would carry it over.
struct LevenbergMarquardt {
  /// The function's values and, row after row, their derivatives: values × parameters.
  typealias Model = (_ parameters: [Double], _ values: inout [Double], _ jacobian: inout [Double]) -> Void

  /// Where each parameter may lie.
  let bounds: [ClosedRange<Double>]
  /// The most steps that are tried.
  var maximumSteps = 60
  /// A step that betters the sum of squares by a smaller share than this is the last.
  var tolerance = 1e-10

  /// The parameters nearest to `start` at which Σ (target − value)² has a minimum, and that sum.
  func fit(
    _ model: Model, to target: [Double], from start: [Double]
  ) -> (parameters: [Double], squares: Double) {
    let count = start.count
    var parameters = clamped(start)
    var values = target
    var jacobian = [Double](repeating: 0, count: target.count * count)
    var (trialValues, trialJacobian) = (values, jacobian)
    model(parameters, &values, &jacobian)
    var squares = Self.squares(target, values)
    var damping = 1e-2
    for _ in 0..<maximumSteps {
      var (matrix, gradient) = normalEquations(target, values, jacobian, count)
      for i in 0..<count where isHeld(i, parameters, gradient) {
        for j in 0..<count { (matrix[i * count + j], matrix[j * count + i]) = (0, 0) }
        (matrix[i * count + i], gradient[i]) = (1, 0)
      }
      for i in 0..<count { matrix[i * count + i] += damping * matrix[i * count + i] + 1e-12 }
      guard let step = solveSymmetric(matrix, gradient) else {
        damping *= 10
        continue
      }
      let trial = clamped(zip(parameters, step).map { $0 + $1 })
      model(trial, &trialValues, &trialJacobian)
      let trialSquares = Self.squares(target, trialValues)
      guard trialSquares < squares else {
        damping *= 4
        if damping > 1e8 { break }
        continue
      }
      let isLast = squares - trialSquares < tolerance * squares
      (parameters, squares) = (trial, trialSquares)
      swap(&values, &trialValues)
      swap(&jacobian, &trialJacobian)
      damping = max(damping / 5, 1e-9)
      if isLast { break }
    }
    return (parameters, squares)
  }

  /// True at a bound that the step downhill would leave.
  private func isHeld(_ i: Int, _ parameters: [Double], _ downhill: [Double]) -> Bool {
    parameters[i] <= bounds[i].lowerBound && downhill[i] < 0
      || parameters[i] >= bounds[i].upperBound && downhill[i] > 0
  }

  private func clamped(_ parameters: [Double]) -> [Double] {
    zip(parameters, bounds).map { min(max($0, $1.lowerBound), $1.upperBound) }
  }

  /// JᵀJ and Jᵀ(target − values).
  private func normalEquations(
    _ target: [Double], _ values: [Double], _ jacobian: [Double], _ count: Int
  ) -> (matrix: [Double], gradient: [Double]) {
    var matrix = [Double](repeating: 0, count: count * count)
    var gradient = [Double](repeating: 0, count: count)
    for row in target.indices {
      let residual = target[row] - values[row]
      for i in 0..<count {
        let derivative = jacobian[row * count + i]
        gradient[i] += derivative * residual
        for j in 0...i { matrix[i * count + j] += derivative * jacobian[row * count + j] }
      }
    }
    for i in 0..<count {
      for j in 0..<i { matrix[j * count + i] = matrix[i * count + j] }
    }
    return (matrix, gradient)
  }

  private static func squares(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}

/// x with A·x = b, by Cholesky's factors of a symmetric A; nil when A is not positive definite.
func solveSymmetric(_ matrix: [Double], _ right: [Double]) -> [Double]? {
  let count = right.count
  var (factor, x) = (matrix, right)
  for i in 0..<count {
    for j in 0...i {
      var sum = factor[i * count + j]
      for k in 0..<j { sum -= factor[i * count + k] * factor[j * count + k] }
      if i == j {
        guard sum > 0, sum.isFinite else { return nil }
        factor[i * count + i] = sum.squareRoot()
      } else {
        factor[i * count + j] = sum / factor[j * count + j]
      }
    }
  }
  for i in 0..<count {
    for k in 0..<i { x[i] -= factor[i * count + k] * x[k] }
    x[i] /= factor[i * count + i]
  }
  for i in stride(from: count - 1, through: 0, by: -1) {
    for k in i + 1..<count { x[i] -= factor[k * count + i] * x[k] }
    x[i] /= factor[i * count + i]
  }
  return x
}
