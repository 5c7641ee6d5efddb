internal import Foundation

/// Student's distribution (Student 1908, "The probable error of a mean"), for means of a few repetitions.
package enum StudentT {
  /// P(|T| ≤ t) with so many degrees of freedom, 1 or more: the finite sums of Abramowitz and Stegun 1964, formulas
  /// 26.7.3 and 26.7.4.
  package static func probability(within t: Double, degreesOfFreedom n: Int) -> Double {
    precondition(n >= 1, "\(n) degrees of freedom")
    let angle = atan(t / Double(n).squareRoot())
    let (sine, cosine) = (sin(angle), cos(angle))
    var term = n.isMultiple(of: 2) ? 1.0 : cosine
    var sum = n == 1 ? 0 : term
    for k in stride(from: n.isMultiple(of: 2) ? 2 : 3, to: n - 1, by: 2) {
      term *= cosine * cosine * Double(k - 1) / Double(k)
      sum += term
    }
    return n.isMultiple(of: 2) ? sine * sum : 2 / .pi * (angle + sine * sum)
  }

  /// P(|T| > t): all its digits, though it is far below 1. It is the incomplete beta function I(n/2, ½) at n / (n + t²)
  /// (Abramowitz and Stegun 1964, formula 26.7.1), by the series 26.5.4 in powers of that.
  package static func probability(beyond t: Double, degreesOfFreedom n: Int) -> Double {
    precondition(n >= 1, "\(n) degrees of freedom")
    let (a, x) = (Double(n) / 2, Double(n) / (Double(n) + t * t))
    // Near 1 the series is slow, and the difference loses nothing.
    guard x < 0.5 else { return 1 - probability(within: t, degreesOfFreedom: n) }
    let logBeta = lgamma(a) + lgamma(0.5) - lgamma(a + 0.5)
    var (term, sum) = (1.0, 1.0)
    for k in 1...200 {
      term *= (a + Double(k) - 0.5) / (a + Double(k)) * x
      sum += term
    }
    return exp(a * log(x) + 0.5 * log1p(-x) - log(a) - logBeta) * sum
  }

  /// The t with P(|T| ≤ t) = `probability`, which lies between 0 and 1.
  package static func quantile(within probability: Double, degreesOfFreedom n: Int) -> Double {
    precondition(0 < probability && probability < 1, "a probability of \(probability)")
    var (low, high) = (0.0, 1.0)
    while Self.probability(within: high, degreesOfFreedom: n) < probability { high *= 2 }
    // Halved until there is nothing between the two.
    while true {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { return middle }
      if Self.probability(within: middle, degreesOfFreedom: n) < probability {
        low = middle
      } else {
        high = middle
      }
    }
  }
}
