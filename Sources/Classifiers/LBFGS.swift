internal import StrataLayerGraph

/// Limited-memory BFGS (Liu and Nocedal 1989; Nocedal and Wright 2006, algorithms 7.4 and 7.5) with a
/// line search for the strong Wolfe conditions (Nocedal and Wright 2006, algorithms 3.5 and 3.6): for
/// smooth functions of up to some millions of numbers.
struct LBFGS {
  /// How many past steps shape the next.
  var memory = 10
  /// Steps at most.
  var iterations = 200
  /// Ends when no element of the gradient is larger.
  var tolerance = 1e-4

  /// What a minimisation came to.
  struct Result {
    var point: [Double]
    var value: Double
    /// The largest element of the gradient.
    var gradientNorm: Double
    var iterations: Int
    /// True when `report` threw `StopTraining`.
    var isStopped = false
  }

  private struct Pair {
    let step: [Double]
    let change: [Double]
    let curvature: Double
  }

  /// A place on the line of search.
  private struct Trial {
    let length: Double
    let point: [Double]
    let value: Double
    let gradient: [Double]
    let slope: Double
  }

  /// Minimises a function from a starting point.
  ///
  /// - Parameters:
  ///   - evaluate: the value and the gradient at a point.
  ///   - report: called at the start and after each iteration with the number of iterations, the value
  ///     and the largest gradient element. What it throws ends all, but `StopTraining` is an end with a result.
  /// - Throws: what these throw.
  func minimize(
    from start: [Double], evaluate: ([Double]) throws -> (value: Double, gradient: [Double]),
    report: (Int, Double, Double) throws -> Void = { _, _, _ in }
  ) rethrows -> Result {
    var point = start
    var (value, gradient) = try evaluate(start)
    var pairs: [Pair] = []
    var (iteration, isStopped) = (0, false)
    while true {
      do { try report(iteration, value, largest(gradient)) } catch is StopTraining { isStopped = true }
      guard iteration < iterations, largest(gradient) > tolerance, value.isFinite, !isStopped else { break }
      let direction = self.direction(gradient, pairs)
      let first = pairs.isEmpty ? min(1, 1 / norm(gradient)) : 1
      let origin = Trial(
        length: 0, point: point, value: value, gradient: gradient, slope: dot(gradient, direction))
      guard
        let next = try search(along: direction, from: origin, firstLength: first, evaluate: evaluate)
      else { break }
      let step = difference(next.point, point)
      let change = difference(next.gradient, gradient)
      let curvature = dot(step, change)
      if curvature > 1e-12 * dot(change, change) {
        pairs.append(Pair(step: step, change: change, curvature: curvature))
        if pairs.count > memory { pairs.removeFirst() }
      }
      (point, value, gradient) = (next.point, next.value, next.gradient)
      iteration += 1
    }
    return Result(
      point: point, value: value, gradientNorm: largest(gradient), iterations: iteration, isStopped: isStopped
    )
  }

  /// −H·g by the two-loop recursion, H being the inverse Hessian as the pairs describe it.
  private func direction(_ gradient: [Double], _ pairs: [Pair]) -> [Double] {
    var q = gradient
    var weights: [Double] = []
    for pair in pairs.reversed() {
      let weight = dot(pair.step, q) / pair.curvature
      add(-weight, pair.change, to: &q)
      weights.append(weight)
    }
    if let last = pairs.last {
      let scale = last.curvature / dot(last.change, last.change)
      for index in q.indices { q[index] *= scale }
    }
    for (pair, weight) in zip(pairs, weights.reversed()) {
      add(weight - dot(pair.change, q) / pair.curvature, pair.step, to: &q)
    }
    return q.map { -$0 }
  }

  /// A step that satisfies the strong Wolfe conditions, or the best one seen that goes down; nil when
  /// rounding lets none go down.
  private func search(
    along direction: [Double], from origin: Trial, firstLength: Double,
    evaluate: ([Double]) throws -> (value: Double, gradient: [Double])
  ) rethrows -> Trial? {
    let (sufficient, curvature) = (1e-4, 0.9)
    var low = origin
    var high: Trial?
    var length = firstLength
    for _ in 0..<25 {
      var point = origin.point
      add(length, direction, to: &point)
      let (value, gradient) = try evaluate(point)
      let trial = Trial(
        length: length, point: point, value: value, gradient: gradient,
        slope: dot(gradient, direction))
      let isLower = value <= origin.value + sufficient * length * origin.slope
      if !isLower || value >= low.value && low.length > 0 {
        high = trial
      } else if abs(trial.slope) <= -curvature * origin.slope {
        return trial
      } else {
        // Where it goes down from the trial away from `high`, the minimum lies between it and `low`.
        let isHighAhead = high.map { $0.length > low.length } ?? true
        if (trial.slope >= 0) == isHighAhead { high = low }
        low = trial
      }
      guard let end = high else {
        length *= 2
        continue
      }
      length = between(low, end)
    }
    return low.value < origin.value ? low : nil
  }

  /// The minimum of the cubic through two trials (Nocedal and Wright 2006, equation 3.59), kept away
  /// from both ends.
  private func between(_ a: Trial, _ b: Trial) -> Double {
    let d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.length - b.length)
    let d2 = (d1 * d1 - a.slope * b.slope).squareRoot() * (b.length > a.length ? 1 : -1)
    let cubic = b.length - (b.length - a.length) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2)
    let (lower, upper) = (min(a.length, b.length), max(a.length, b.length))
    let margin = 0.1 * (upper - lower)
    guard cubic.isFinite else { return (lower + upper) / 2 }
    return min(max(cubic, lower + margin), upper - margin)
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for index in a.indices { sum += a[index] * b[index] }
  return sum
}

private func norm(_ a: [Double]) -> Double { dot(a, a).squareRoot() }

private func largest(_ a: [Double]) -> Double { a.reduce(0) { max($0, abs($1)) } }

private func difference(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 - $1 } }

private func add(_ scale: Double, _ a: [Double], to b: inout [Double]) {
  for index in b.indices { b[index] += scale * a[index] }
}
