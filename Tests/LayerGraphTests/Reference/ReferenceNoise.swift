import StrataLayerGraph
import StrataLinearAlgebra

/// One draw of a node's noise as data. Every noise of the library is x̃ = factor ⊙ x + offset.
struct ReferenceNoise: Equatable {
  let factor: DoubleMatrix
  let offset: DoubleMatrix
  /// 1 where an element is hit; none of a noise that touches all.
  var hits: DoubleMatrix

  /// The draw of a node for some examples, made again from the random stream by the definitions:
  /// an element is hit when the upper 31 bits of its draw are below level · 2³¹.
  ///
  /// Nil when the node is no noise.
  init?(
    _ node: Node, width: Int, seed: UInt64, purpose: String = "", epoch: Int, progress: Float = 0,
    examples: [Int32], features: DoubleMatrix
  ) {
    let stream = RandomStream(seed: seed, purpose: purpose + node.name, epoch: epoch)
    let bits = examples.map { stream.bits(count: width, example: Int($0)) }
    func isHit(_ row: Int, _ column: Int, _ probability: Double) -> Bool {
      Double(bits[row][column] >> 1) < probability * 0x1p31
    }
    func matrix(_ value: (Int, Int) -> Double) -> DoubleMatrix {
      DoubleMatrix(rows: examples.count, columns: width, value)
    }
    hits = matrix { _, _ in 0 }
    switch node.operation {
    case .dropout(let rate):
      let rate = Double(rate)
      factor = matrix { isHit($0, $1, rate) ? 0 : 1 / (1 - rate) }
      offset = matrix { _, _ in 0 }
    case .corruption(let corruption):
      let first = Double(corruption.level)
      let last = corruption.finalLevel.map(Double.init) ?? first
      let level = Double(Float(first + (last - first) * Double(progress)))
      if corruption.kind != .gaussian { hits = matrix { isHit($0, $1, level) ? 1 : 0 } }
      switch corruption.kind {
      case .masking:
        factor = matrix { isHit($0, $1, level) ? 0 : 1 }
        offset = matrix { _, _ in 0 }
      case .bitFlip:
        factor = matrix { isHit($0, $1, level) ? -1 : 1 }
        offset = matrix { isHit($0, $1, level) ? 1 : 0 }
      case .saltAndPepper:
        factor = matrix { isHit($0, $1, level) ? 0 : 1 }
        offset = matrix { isHit($0, $1, level) && !isHit($0, $1, level / 2) ? 1 : 0 }
      case .swap:
        let others = RandomStream(seed: seed, purpose: purpose + node.name + "/partner", epoch: epoch)
        let draws = examples.map { others.bits(count: width, example: Int($0)) }
        factor = matrix { isHit($0, $1, level) ? 0 : 1 }
        offset = matrix { row, column in
          let partner = (UInt64(draws[row][column]) * UInt64(features.rows)) >> 32
          return isHit(row, column, level) ? features[Int(partner), column] : 0
        }
      case .gaussian:
        let normals = examples.map { stream.normal(count: width, example: Int($0)) }
        factor = matrix { _, _ in 1 }
        offset = matrix { level * Double(normals[$0][$1]) }
      }
    default: return nil
    }
  }
}

extension LayerGraph {
  /// The draws of all of its noises for some examples.
  func referenceNoise(
    seed: UInt64, epoch: Int, progress: Float, examples: [Int32], features: DoubleMatrix
  ) -> [String: ReferenceNoise] {
    zip(nodes, widths).reduce(into: [:]) { draws, node in
      draws[node.0.name] = ReferenceNoise(
        node.0, width: node.1, seed: seed, epoch: epoch, progress: progress, examples: examples,
        features: features)
    }
  }
}
