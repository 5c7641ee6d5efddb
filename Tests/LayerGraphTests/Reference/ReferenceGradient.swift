import Foundation
import StrataLayerGraph

/// Terms of a gradient that a mistaken backward pass might leave out.
enum Omission: CaseIterable, Hashable {
  /// The gradient of every bias.
  case bias
  /// What a decoder that uses the encoder's weight adds to that weight's gradient.
  case decodersHalf
  /// What an encoder whose weight a decoder uses adds to that weight's gradient.
  case encodersHalf
  /// The factor f′ of an activation.
  case activationSlope
  /// The factor ∂x̃/∂x of a corruption or of dropout.
  case noiseFactor
  /// The term −Σ dy·y of softmax.
  case softmaxSum
  /// The factor 1/rows of a mean.
  case meanOverBatch
  /// The target in the gradient of a loss, as if x were 0.
  case lossTarget
  /// The weights of a loss's elements.
  case emphasis
  /// What contraction adds to the gradient of the weight itself.
  case contractionOfWeights
  /// What contraction adds to the gradient by way of the slopes.
  case contractionOfSlopes
  /// The gradient of sparsity.
  case sparsity
  /// The gradient of every gain.
  case gain
  /// The factor γ in what is handed down through a gain.
  case scale
  /// The divisor σ in what is handed down through a standardization.
  case deviation
  /// What a product hands down to its second input.
  case productsSecond
  /// The other factor in what a product hands down to its first input.
  case otherFactor
}

extension ReferencePass {
  /// The gradient of a loss with respect to every parameter, by the chain rule written out in Double,
  /// with or without a term. It stops at the target: a loss moves its prediction alone.
  func gradient(of loss: String, dropping omission: Omission? = nil) -> [String: DoubleMatrix] {
    var deltas: [String: DoubleMatrix] = [:]
    var gradients = parameters.mapValues { DoubleMatrix(rows: $0.rows, columns: $0.columns) }
    let terms = Set(terms(of: loss).map(\.name))
    func add(_ delta: DoubleMatrix, to name: String) {
      deltas[name] = deltas[name].map { $0 + delta } ?? delta
    }
    for node in graph.nodes.reversed() {
      if terms.contains(node.name) {
        switch node.operation {
        case .loss(let kind): add(lossGradient(kind, node, dropping: omission), to: node.inputs[0])
        case .contraction(let strength):
          guard let encoder = encoder(of: node) else { break }
          let (code, sums) = (self[node.inputs[0]], encoder.sums)
          let share = Double(strength) / Double(code.rows)
          func slope(_ row: Int, _ unit: Int) -> Double { Self.slope(encoder.function, sums[row, unit]) }
          if let sum = gradients[encoder.name], omission != .contractionOfWeights {
            gradients[encoder.name] =
              sum
              + DoubleMatrix(rows: encoder.weight.rows, columns: code.columns) { input, unit in
                (0..<code.rows).reduce(0) { $0 + slope($1, unit) * slope($1, unit) }
                  * 2 * share * encoder.weight[input, unit]
              }
          }
          let squares = (0..<code.columns).map { unit in
            (0..<encoder.weight.rows).reduce(0) { $0 + pow(encoder.weight[$1, unit], 2) }
          }
          if omission != .contractionOfSlopes {
            // With respect to what the activation reads.
            add(
              DoubleMatrix(rows: code.rows, columns: code.columns) { row, unit in
                share * squares[unit] * 2 * slope(row, unit)
                  * Self.curvature(encoder.function, sums[row, unit])
              }, to: encoder.node)
          }
        case .sparsity(let sparsity) where omission != .sparsity:
          let code = self[node.inputs[0]]
          let (means, rho) = (means(of: code), Double(sparsity.target))
          add(
            DoubleMatrix(rows: code.rows, columns: code.columns) { _, unit in
              Double(sparsity.strength) / Double(code.rows)
                * ((1 - rho) / (1 - means[unit]) - rho / means[unit])
            }, to: node.inputs[0])
        default: break
        }
        continue
      }
      guard let dy = deltas[node.name], let inputName = node.inputs.first else { continue }
      let (x, y) = (self[inputName], self[node.name])
      switch node.operation {
      case .dense(let weight, let bias, let transposed):
        let outer = product(x.transposed, dy)
        let isShared = graph.nodes.count { $0.operation.parameters.contains(weight) } > 1
        let isDropped =
          isShared && (omission == .decodersHalf && transposed || omission == .encodersHalf && !transposed)
        if let sum = gradients[weight], !isDropped {
          gradients[weight] = sum + (transposed ? outer.transposed : outer)
        }
        if let bias, let sum = gradients[bias], omission != .bias {
          gradients[bias] =
            sum
            + DoubleMatrix(rows: 1, columns: dy.columns) { _, column in
              (0..<dy.rows).reduce(0) { $0 + dy[$1, column] }
            }
        }
        if let stored = parameters[weight] {
          add(product(dy, transposed ? stored : stored.transposed), to: inputName)
        }
      case .activation(let function):
        add(
          DoubleMatrix(rows: x.rows, columns: x.columns) {
            dy[$0, $1] * (omission == .activationSlope ? 1 : Self.slope(function, x[$0, $1]))
          }, to: inputName)
      case .scaleAndShift(let gain, let bias):
        func sums(_ term: (Int, Int) -> Double) -> DoubleMatrix {
          DoubleMatrix(rows: 1, columns: dy.columns) { _, column in
            (0..<dy.rows).reduce(0) { $0 + term($1, column) }
          }
        }
        guard let scale = parameters[gain] else { break }
        if let sum = gradients[gain], omission != .gain {
          gradients[gain] = sum + sums { dy[$0, $1] * x[$0, $1] }
        }
        if let sum = gradients[bias], omission != .bias { gradients[bias] = sum + sums { dy[$0, $1] } }
        add(
          DoubleMatrix(rows: x.rows, columns: x.columns) {
            dy[$0, $1] * (omission == .scale ? 1 : scale[0, $1])
          }, to: inputName)
      case .standardization(_, let deviation):
        guard let divisor = parameters[deviation] else { break }
        add(
          DoubleMatrix(rows: x.rows, columns: x.columns) {
            dy[$0, $1] / (omission == .deviation ? 1 : divisor[0, $1])
          }, to: inputName)
      case .product:
        let other = self[node.inputs[1]]
        add(
          DoubleMatrix(rows: x.rows, columns: x.columns) {
            dy[$0, $1] * (omission == .otherFactor ? 1 : other[$0, $1])
          }, to: inputName)
        if omission != .productsSecond {
          add(
            DoubleMatrix(rows: x.rows, columns: x.columns) { dy[$0, $1] * x[$0, $1] }, to: node.inputs[1])
        }
      case .softmax:
        add(
          DoubleMatrix(rows: x.rows, columns: x.columns) { row, column in
            let dot = (0..<x.columns).reduce(0) { $0 + dy[row, $1] * y[row, $1] }
            return y[row, column] * (dy[row, column] - (omission == .softmaxSum ? 0 : dot))
          }, to: inputName)
      case .corruption, .dropout:
        let factor = omission == .noiseFactor ? nil : noise[node.name]?.factor
        add(
          DoubleMatrix(rows: x.rows, columns: x.columns) { dy[$0, $1] * (factor?[$0, $1] ?? 1) },
          to: inputName)
      case .input, .labels, .emphasis, .loss, .contraction, .sparsity, .sum: break
      }
    }
    return gradients.filter { graph.isTrained($0.key) }
  }

  private func product(_ a: DoubleMatrix, _ b: DoubleMatrix) -> DoubleMatrix {
    DoubleMatrix(rows: a.rows, columns: b.columns) { row, column in
      var sum = 0.0
      for k in 0..<a.columns { sum += a[row, k] * b[k, column] }
      return sum
    }
  }
}
