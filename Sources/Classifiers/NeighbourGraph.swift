internal import Foundation
internal import StrataLinearAlgebra

/// Which examples are neighbours, of whichever of the two, and how much one means to the other:
/// S = D^−½ W D^−½, where W is exp(−distance / the median distance), and D the sums of its rows.
struct NeighbourGraph {
  /// Where the neighbours of each example begin, and where those of the last end.
  let starts: [Int]
  /// The neighbours of each example, ascending.
  let neighbours: [Int32]
  /// S, for each of them.
  let weights: [Double]

  init(_ nearest: NearestNeighbours) {
    let scale = Self.median(nearest.distances)
    let pairs = Self.pairs(of: nearest)
    var (starts, neighbours, weights) = ([0], [Int32](), [Double]())
    for others in pairs {
      var last: Int32 = -1
      for (other, distance) in others.sorted(by: { $0.0 < $1.0 }) where other != last {
        neighbours.append(other)
        weights.append(scale > 0 ? exp(-Double(distance) / scale) : 1)
        last = other
      }
      starts.append(neighbours.count)
    }
    let scales = pairs.indices.map { row in
      let sum = weights[starts[row]..<starts[row + 1]].reduce(0, +)
      return sum > 0 ? 1 / sum.squareRoot() : 0
    }
    for row in pairs.indices {
      for place in starts[row]..<starts[row + 1] {
        weights[place] *= scales[row] * scales[Int(neighbours[place])]
      }
    }
    (self.starts, self.neighbours, self.weights) = (starts, neighbours, weights)
  }
}

extension NeighbourGraph {
  /// For each example those that it has for neighbours, or that have it for one; some twice.
  private static func pairs(of nearest: NearestNeighbours) -> [[(Int32, Float)]] {
    var pairs = [[(Int32, Float)]](repeating: [], count: nearest.rows)
    for (place, other) in nearest.indices.enumerated() where other >= 0 {
      let (row, distance) = (place / nearest.count, nearest.distances[place])
      pairs[row].append((other, distance))
      pairs[Int(other)].append((Int32(row), distance))
    }
    return pairs
  }

  private static func median(_ distances: [Float]) -> Double {
    let finite = distances.filter(\.isFinite).sorted()
    return finite.isEmpty ? 0 : Double(finite[finite.count / 2])
  }

  /// F = (I − αS)⁻¹ Y, examples × classes, where Y is 1 at the given labels (Zhou et al. 2004, without the factor 1 − α):
  /// solved by conjugate gradients, for I − αS is symmetric and positive.
  func diffused(from labels: [Int32], classes: Int, trust: Double) -> [Double] {
    var given = [Double](repeating: 0, count: labels.count * classes)
    for (row, label) in labels.enumerated() where label >= 0 { given[row * classes + Int(label)] = 1 }
    var solution = [Double](repeating: 0, count: given.count)
    var (residual, direction) = (given, given)
    var (squares, image) = (Self.products(given, given, classes), given)
    let goals = squares.map { $0 * Self.tolerance * Self.tolerance }
    for _ in 0..<Self.mostIterations where zip(squares, goals).contains(where: { $0 > $1 }) {
      apply(to: direction, into: &image, classes, trust)
      let steps = zip(squares, Self.products(direction, image, classes)).map { $1 > 0 ? $0 / $1 : 0 }
      for place in given.indices {
        solution[place] += steps[place % classes] * direction[place]
        residual[place] -= steps[place % classes] * image[place]
      }
      let next = Self.products(residual, residual, classes)
      let shares = zip(next, squares).map { $1 > 0 ? $0 / $1 : 0 }
      for place in given.indices {
        direction[place] = residual[place] + shares[place % classes] * direction[place]
      }
      squares = next
    }
    return solution
  }

  /// Where the residual of each class is this share of what it was; and after how many iterations at most, which is
  /// far beyond what α = 0.999 takes.
  private static let tolerance = 1e-10
  private static let mostIterations = 2000

  /// (I − αS) x.
  private func apply(to x: [Double], into y: inout [Double], _ classes: Int, _ trust: Double) {
    for row in 0..<starts.count - 1 {
      for label in 0..<classes { y[row * classes + label] = x[row * classes + label] }
      for place in starts[row]..<starts[row + 1] {
        let (weight, other) = (trust * weights[place], Int(neighbours[place]) * classes)
        for label in 0..<classes { y[row * classes + label] -= weight * x[other + label] }
      }
    }
  }

  /// Σ x · y of each class.
  private static func products(_ x: [Double], _ y: [Double], _ classes: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: classes)
    for place in x.indices { sums[place % classes] += x[place] * y[place] }
    return sums
  }
}
