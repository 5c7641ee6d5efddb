@testable import StrataLinearAlgebra
import Testing

/// Eigenvalues and vectors against what defines them.
struct SymmetricEigenTests {
  @Test func aMatrixWithKnownEigenvalues() {
    let eigen = SymmetricEigen([2, 1, 1, 2], order: 2)
    #expect(zip(eigen.values, [1, 3]).allSatisfy { abs($0 - $1) < 1e-14 })
  }

  @Test(arguments: [1, 2, 3, 7, 40])
  func vectorsAreOrthonormalAndTurnIntoThemselves(order: Int) {
    for seed in 0..<10 as Range<UInt64> {
      let numbers = RandomStream(seed: seed, purpose: "eigen").normal(count: order * order).map(Double.init)
      let matrix = (0..<order * order).map { place in
        let mirrored = place % order * order + place / order
        return (numbers[place] + numbers[mirrored]) / 2
      }
      let eigen = SymmetricEigen(matrix, order: order)
      #expect(eigen.values == eigen.values.sorted())
      for k in 0..<order {
        let v = Array(eigen.vectors[k * order..<(k + 1) * order])
        for i in 0..<order {
          let image = (0..<order).reduce(0) { $0 + matrix[i * order + $1] * v[$1] }
          #expect(abs(image - eigen.values[k] * v[i]) < 1e-12 * Double(order))
        }
        for other in 0...k {
          let dot = (0..<order).reduce(0) { $0 + v[$1] * eigen.vectors[other * order + $1] }
          #expect(abs(dot - (other == k ? 1 : 0)) < 1e-12)
        }
      }
    }
  }

  /// What takes the place of LAPACK where a build has none.
  @Test(arguments: [1, 2, 3, 7, 40]) func rotationsComeToTheSame(order: Int) {
    for seed in 0..<10 as Range<UInt64> {
      let numbers = RandomStream(seed: seed, purpose: "eigen").normal(count: order * order).map(Double.init)
      let matrix = (0..<order * order).map { (numbers[$0] + numbers[$0 % order * order + $0 / order]) / 2 }
      let (values, vectors) = SymmetricEigen.decomposedByRotations(matrix, order)
      let expected = SymmetricEigen(matrix, order: order)
      for k in 0..<order {
        #expect(abs(values[k] - expected.values[k]) < 1e-12 * Double(order))
        let v = Array(vectors[k * order..<(k + 1) * order])
        for i in 0..<order {
          let image = (0..<order).reduce(0) { $0 + matrix[i * order + $1] * v[$1] }
          #expect(abs(image - values[k] * v[i]) < 1e-12 * Double(order))
        }
        #expect(abs(v.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12)
      }
    }
  }
}
