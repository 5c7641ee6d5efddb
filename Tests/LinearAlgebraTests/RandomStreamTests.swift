import CStrataKernels
import Foundation
import StrataLinearAlgebra
import Testing

/// What is drawn from the generator: ranges, distributions, independence. Seeds are fixed, so a bound
/// of five standard deviations either always holds or never does.
struct RandomStreamTests {
  static let seeds: [UInt64] = [0, 1, 2, 42, .max]
  static let count = 50_000

  @Test(arguments: seeds)
  func uniformNumbersAreUniform(seed: UInt64) {
    let numbers = RandomStream(seed: seed, purpose: "uniform").uniform(count: Self.count)
    #expect(numbers.allSatisfy { 0 <= $0 && $0 < 1 })
    let moments = Moments(numbers)
    #expect(abs(moments.mean - 0.5) < 5 * (1.0 / 12 / Double(Self.count)).squareRoot())
    #expect(abs(moments.variance - 1.0 / 12) < 5 * (1.0 / 180 / Double(Self.count)).squareRoot())
    var bins = [Int](repeating: 0, count: 64)
    for number in numbers { bins[Int(number * 64)] += 1 }
    #expect(isUniform(bins))
  }

  @Test(arguments: seeds)
  func normalNumbersAreNormal(seed: UInt64) {
    let numbers = RandomStream(seed: seed, purpose: "normal").normal(count: Self.count)
    let moments = Moments(numbers)
    let n = Double(Self.count)
    #expect(abs(moments.mean) < 5 / n.squareRoot())
    #expect(abs(moments.variance - 1) < 5 * (2 / n).squareRoot())
    #expect(abs(moments.skewness) < 5 * (6 / n).squareRoot())
    #expect(abs(moments.excessKurtosis) < 5 * (24 / n).squareRoot())
    // Equally probable bins by the normal distribution function.
    var bins = [Int](repeating: 0, count: 64)
    for number in numbers {
      let share = erfc(-Double(number) / 2.0.squareRoot()) / 2
      bins[min(Int(share * 64), 63)] += 1
    }
    #expect(isUniform(bins))
  }

  @Test(arguments: seeds, [0, 0.001, 0.1, 0.25, 0.5, 0.9, 1] as [Float])
  func bernoulliRate(seed: UInt64, probability: Float) {
    let hits = RandomStream(seed: seed, purpose: "bernoulli")
      .bernoulli(probability, count: Self.count).filter { $0 }.count
    let p = Double(probability)
    let deviation = (p * (1 - p) * Double(Self.count)).squareRoot()
    #expect(abs(Double(hits) - p * Double(Self.count)) <= 5 * deviation)
  }

  @Test(arguments: seeds)
  func otherPurposesEpochsExamplesAndSeedsAreIndependent(seed: UInt64) {
    let stream = RandomStream(seed: seed, purpose: "encoder.0", epoch: 3)
    let own = stream.normal(count: Self.count, example: 7)
    let others = [
      RandomStream(seed: seed, purpose: "encoder.1", epoch: 3).normal(count: Self.count, example: 7),
      stream.at(epoch: 4).normal(count: Self.count, example: 7),
      stream.normal(count: Self.count, example: 8),
      RandomStream(seed: seed ^ 1, purpose: "encoder.0", epoch: 3)
        .normal(count: Self.count, example: 7),
      // Neighbours within one draw.
      Array(own.dropFirst() + own.prefix(1)), Array(own.dropFirst(16) + own.prefix(16)),
    ]
    for other in others {
      #expect(abs(correlation(own, other)) < 5 / Double(Self.count).squareRoot())
      #expect(
        abs(correlation(own.map { $0 * $0 }, other.map { $0 * $0 }))
          < 5 / Double(Self.count).squareRoot())
    }
  }

  @Test(arguments: [0..<1, 0..<64, 1..<64, 63..<65, 64..<128, 17..<200, 199..<200])
  func aDrawDoesNotDependOnTheSliceAskedFor(slice: Range<Int>) {
    let stream = RandomStream(seed: 11, purpose: "slices", epoch: 2)
    let kernel = stream.kernelStream
    let (begin, end) = (Int64(slice.lowerBound), Int64(slice.upperBound))
    var bits = [UInt32](repeating: 0, count: slice.count)
    strata_random_bits(kernel, 3, begin, end, &bits)
    #expect(bits[...] == stream.bits(count: 200, example: 3)[slice])
    var numbers = [Float](repeating: 0, count: slice.count)
    strata_random_uniform(kernel, 3, begin, end, &numbers)
    #expect(numbers[...] == stream.uniform(count: 200, example: 3)[slice])
    strata_random_normal(kernel, 3, begin, end, &numbers)
    #expect(numbers[...] == stream.normal(count: 200, example: 3)[slice])
  }

  @Test func nothingIsRememberedBetweenDraws() {
    let stream = RandomStream(seed: 5, purpose: "again")
    let first = stream.uniform(count: 100)
    _ = stream.normal(count: 1000)
    #expect(stream.uniform(count: 100) == first)
    #expect(RandomStream(seed: 5, purpose: "again").at(epoch: 0).uniform(count: 100) == first)
    #expect(stream.uniform(count: 0).isEmpty)
  }
}

/// The first four moments of a sample.
private struct Moments {
  let mean, variance, skewness, excessKurtosis: Double

  init(_ sample: [Float]) {
    let n = Double(sample.count)
    let mean = sample.reduce(0) { $0 + Double($1) } / n
    func central(_ power: Int) -> Double {
      sample.reduce(0) { sum, x in
        sum + (1..<power).reduce(Double(x) - mean) { product, _ in product * (Double(x) - mean) }
      } / n
    }
    let variance = central(2)
    self.mean = mean
    self.variance = variance
    skewness = central(3) / (variance * variance.squareRoot())
    excessKurtosis = central(4) / (variance * variance) - 3
  }
}

private func correlation(_ a: [Float], _ b: [Float]) -> Double {
  let (x, y) = (Moments(a), Moments(b))
  let products = zip(a, b).reduce(0) { $0 + (Double($1.0) - x.mean) * (Double($1.1) - y.mean) }
  return products / Double(a.count) / (x.variance * y.variance).squareRoot()
}

/// Pearson's chi-square within five standard deviations of what uniform counts have.
func isUniform(_ counts: [Int]) -> Bool {
  let expected = Double(counts.reduce(0, +)) / Double(counts.count)
  let statistic = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
  let freedom = Double(counts.count - 1)
  return abs(statistic - freedom) < 5 * (2 * freedom).squareRoot()
}
