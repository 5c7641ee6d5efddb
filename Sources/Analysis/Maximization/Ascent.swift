internal import StrataLayerGraph
internal import StrataLinearAlgebra

/// Projected gradient ascent of many candidates side by side, each with its own unit and its own step.
struct Ascent {
  let box: UnitBox
  let steps: Int

  /// A step that moves a candidate less than this, or is shorter, is its last.
  private static let smallestMove = 1e-5
  /// How long the first step is, along the gradient scaled to norm one.
  private static let firstStep = 0.5

  /// Where candidates end that start at the rows of `starts`, and the value there; each has norm one.
  func run(
    _ function: InputGradient, from starts: Matrix, units: ArraySlice<Int>
  ) -> (inputs: Matrix, values: [Float]) {
    var inputs = starts
    var (values, gradients) = function.evaluate(inputs, units: units)
    var steps = [Double](repeating: Self.firstStep, count: inputs.rows)
    var isMoving = [Bool](repeating: true, count: inputs.rows)
    for _ in 0..<self.steps {
      var trials = inputs
      for row in 0..<inputs.rows where isMoving[row] {
        if let trial = moved(inputs.row(row), along: gradients.row(row), by: steps[row]) {
          trials.replaceRow(row, by: trial)
        } else {
          isMoving[row] = false
        }
      }
      guard isMoving.contains(true) else { break }
      let (trialValues, trialGradients) = function.evaluate(trials, units: units)
      for row in 0..<inputs.rows where isMoving[row] {
        let move = zip(trials.row(row), inputs.row(row)).map { $0 - $1 }
        if Self.isGain(
          from: values[row], to: trialValues[row], slope: Self.product(trialGradients.row(row), move[...]))
        {
          let distance = Self.product(move[...], move[...]).squareRoot()
          inputs.replaceRow(row, by: Array(trials.row(row)))
          gradients.replaceRow(row, by: Array(trialGradients.row(row)))
          values[row] = trialValues[row]
          steps[row] = min(2 * steps[row], 1e6)
          isMoving[row] = distance > Self.smallestMove
        } else {
          steps[row] /= 4
          isMoving[row] = steps[row] > Self.smallestMove
        }
      }
    }
    return (inputs, values)
  }

  /// The point of the box nearest to x + step · g / ‖g‖; nil where there is no gradient to follow.
  private func moved(
    _ x: ArraySlice<Float>, along gradient: ArraySlice<Float>, by step: Double
  ) -> [Float]? {
    let norm = Self.product(gradient, gradient).squareRoot()
    guard norm > 0, norm.isFinite else { return nil }
    let scale = Float(step / norm)
    return box.nearest(to: zip(x, gradient).map { $0 + scale * $1 }[...])
  }

  /// True when the value has grown; where the change is lost in its rounding, as near the top, when it
  /// still grows at the end of the step.
  private static func isGain(from value: Float, to trial: Float, slope: Double) -> Bool {
    let rounding = 1e-6 * max(1, abs(value))
    return trial > value + rounding || trial >= value - rounding && slope >= 0
  }

  private static func product(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
    zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
  }
}

extension Matrix {
  /// Puts other numbers in a row.
  mutating func replaceRow(_ row: Int, by values: [Float]) {
    for (column, value) in values.enumerated() { self[row, column] = value }
  }
}
