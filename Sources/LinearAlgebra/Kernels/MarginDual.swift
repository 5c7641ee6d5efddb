internal import CStrataKernels

/// The multiclass support vector machine's dual (Crammer and Singer 2001, equation 13), and the weights that
/// follow from it.
///
/// Example i has a share q_ij of each class j, q_ij ≥ 0 and Σ_j q_ij = 1; it begins as 1 for its own class. The
/// weights are w_j = 1/(λn) · Σ_i (1[j = label] − q_ij) · (x_i − mean). Taking the mean off changes nothing
/// where biases are free, and lets the method below converge sooner.
///
/// A bias is not penalised. In the dual that is the condition that Σ_i (1[j = label] − q_ij) is 0 for each j,
/// which visits of single examples cannot keep. So a bias is taken for the weight of a constant feature, which
/// is penalised for how far it is from a centre, and the centre follows (the method of multipliers;
/// Bertsekas 1982, chapter 2): ``moveCentres()``.
///
/// All in Double: with small penalties scores must be known to more digits than Float has.
///
/// One thread at a time may use it: the panels of ``measure()`` read what is shared and write numbers of their own.
package final class MarginDual: Sendable {
  package let classes: Int
  private let features: any Features
  private let labels: Memory<Int32>
  private let weightDecay: Double
  private let mean: [Double]
  private let meanSquare: Double
  private let along: Memory<Double>
  private let curvatures: Memory<Double>
  private let biasSquare: Double
  private let stride: Int
  private let shares: Memory<Double>
  private let weight: Memory<Double>
  private let sums: Memory<Double>
  private let offsets: Memory<Double>
  private let team: Team
  /// One for each panel of a measurement; visits take the first.
  private let desks: [MarginDesk]

  /// The square of the constant feature behind the biases, as a share of the mean ‖x − mean‖².
  private static let biasShare = 0.2

  /// All shares with the examples' own classes, so that every weight is 0.
  ///
  /// - Parameter features: finite numbers, at least one row.
  package init(_ features: any Features, labels: [Int32], classes: Int, weightDecay: Double, threads: Int) {
    precondition(features.rows == labels.count && features.rows > 0, "\(features.rows), \(labels.count)")
    precondition(weightDecay > 0, "a weight decay of \(weightDecay)")
    let (rows, width) = (features.rows, features.columns)
    let moments = FeatureMoments(features)
    let spread = moments.squares.reduce(0, +) / Double(rows)
    self.features = features
    self.classes = classes
    self.weightDecay = weightDecay
    self.labels = Memory(labels)
    mean = moments.mean
    meanSquare = moments.mean.reduce(0) { $0 + $1 * $1 }
    biasSquare = spread > 0 ? Self.biasShare * spread : 1
    along = Memory(count: rows)
    curvatures = Memory(count: rows)
    stride = (classes + Self.lanes - 1) / Self.lanes * Self.lanes
    shares = Memory(count: rows * classes)
    weight = Memory(count: width * stride)
    sums = Memory(count: classes)
    offsets = Memory(count: classes)
    team = Team(threads: threads)
    desks = (0..<min(Self.panels, rows)).map { [stride] _ in MarginDesk(width: width, stride: stride) }
    for row in 0..<rows {
      along[row] = moments.along[row]
      curvatures[row] = (moments.squares[row] + biasSquare) / (weightDecay * Double(rows))
      shares[row * classes + Int(labels[row])] = 1
    }
  }

  private static let lanes = Int(strata_margin_lanes)
  /// The panels of a measurement, whatever the number of threads, so that sums have the same bits.
  private static let panels = 16

  private var rows: Int { features.rows }
  private var rate: Double { 1 / (weightDecay * Double(rows)) }

  /// Visits examples one after the other and gives each the shares that are best with all others as they are.
  ///
  /// - Parameter threshold: examples that add less to the duality gap are left as they are.
  /// - Returns: the sum of what they added to the gap when they were visited.
  package func visit(_ examples: [Int32], threshold: Double) -> Double {
    withExtendedLifetime(self) {
      var total = 0.0
      for part in examples.parts(of: MarginDesk.rows) {
        total += desks[0].pass(part, of: features, margins(on: desks[0]), threshold: threshold)
      }
      return total
    }
  }

  /// What the shares and the weights of the moment come to.
  package struct Measure {
    /// The mean loss of the examples plus λ/2 · ‖W‖².
    package let primal: Double
    /// A number that no weights and biases can bring the former below.
    package let dual: Double
    /// What each example adds to the difference.
    package let gaps: [Double]
  }

  /// Measures primal and dual, on all threads.
  package func measure() -> Measure {
    let (gaps, losses) = (Memory<Double>(count: rows), Memory<Double>(count: desks.count))
    let job = Team.Job<Void>(team, panels: desks.count) { [self] panel in
      let (desk, count) = (desks[panel], desks.count)
      let examples = (Int32(rows * panel / count)..<Int32(rows * (panel + 1) / count)).map { $0 }
      for part in examples.parts(of: MarginDesk.rows) {
        _ = desk.pass(part, of: features, margins(on: desk), threshold: .infinity)
        for (place, example) in part.enumerated() {
          gaps[Int(example)] = desk.gaps[place]
          losses[panel] += desk.hinges[place]
        }
      }
    }
    job.run()
    let loss = (0..<desks.count).reduce(0) { $0 + losses[$1] } / Double(rows)
    return Measure(
      primal: loss + weightDecay / 2 * squaredNorm(weight, sums), dual: dualBound(),
      gaps: (0..<rows).map { gaps[$0] })
  }

  /// Lets each bias's centre follow it.
  package func moveCentres() {
    let flows = flows()
    for j in 0..<classes {
      offsets[j] += biasSquare * rate * Circulation.surplus(of: j, in: flows, nodes: classes)
    }
  }

  /// The weights, features × classes, and the biases.
  package var parameters: (weight: Matrix, bias: Matrix) {
    var result = Matrix(rows: features.columns, columns: classes)
    for row in 0..<features.columns {
      for j in 0..<classes { result[row, j] = Float(weight[row * stride + j] - sums[j] * mean[row]) }
    }
    return (result, Matrix(rows: 1, columns: classes, (0..<classes).map { Float(offsets[$0]) }))
  }
}

// MARK: - Primal and dual

extension MarginDual {
  /// For classes a and b the sum of the shares of b that examples of class a have: classes × classes.
  private func flows() -> [Double] {
    var flows = [Double](repeating: 0, count: classes * classes)
    for row in 0..<rows {
      let label = Int(labels[row])
      for j in 0..<classes where j != label {
        flows[label * classes + j] += shares.pointer[row * classes + j]
      }
    }
    return flows
  }

  /// The dual's value at the nearest shares that keep the biases' condition.
  ///
  /// Seen as flows from an example's class to its rivals, the condition says that as much leaves a class as
  /// enters it. What is too much is given back to examples' own classes, which keeps shares shares.
  private func dualBound() -> Double {
    var excess = Circulation.excess(of: flows(), nodes: classes)
    let (changed, changedSums) = (Memory(copying: weight), Memory(copying: sums))
    var rivals = 0.0
    for row in 0..<rows {
      let label = Int(labels[row])
      for j in 0..<classes where j != label {
        let share = shares.pointer[row * classes + j]
        let back = min(share, excess[label * classes + j])
        rivals += share - back
        guard back > 0 else { continue }
        excess[label * classes + j] -= back
        for (column, value) in desks[0].take(row, of: features).enumerated() where value != 0 {
          changed.pointer[column * stride + j] += rate * back * Double(value)
          changed.pointer[column * stride + label] -= rate * back * Double(value)
        }
        changedSums[j] += rate * back
        changedSums[label] -= rate * back
      }
    }
    return rivals / Double(rows) - weightDecay / 2 * squaredNorm(changed, changedSums)
  }

  /// ‖W‖², biases not counted.
  private func squaredNorm(_ weight: Memory<Double>, _ sums: Memory<Double>) -> Double {
    var total = 0.0
    for (row, mean) in mean.enumerated() {
      for j in 0..<classes {
        let element = weight.pointer[row * stride + j] - sums.pointer[j] * mean
        total += element * element
      }
    }
    return total
  }

  private func margins(on desk: MarginDesk) -> strata_margins {
    strata_margins(
      width: Int64(features.columns), classes: Int64(classes), stride: Int64(stride),
      weight: weight.pointer, sums: sums.pointer, offsets: offsets.pointer, shares: shares.pointer,
      labels: labels.pointer, along: along.pointer, curvatures: curvatures.pointer,
      mean_square: meanSquare, bias_square: biasSquare, rate: rate, columns: desk.columns.pointer,
      scores: desk.scores.pointer, targets: desk.targets.pointer)
  }
}
