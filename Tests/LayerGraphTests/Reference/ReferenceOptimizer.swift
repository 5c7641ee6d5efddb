import StrataLayerGraph

/// The published update rules, once more in Double, one number at a time.
struct ReferenceOptimizer {
  let recipe: TrainingRecipe
  private var steps = 0
  private var first: [String: DoubleMatrix] = [:]
  private var second: [String: DoubleMatrix] = [:]
  /// The averages of the parameters over the steps; those of the start before the first.
  private(set) var averages: [String: DoubleMatrix] = [:]

  init(_ recipe: TrainingRecipe) { self.recipe = recipe }

  /// One step of every parameter; those named in `weights` are decayed and limited, the others are
  /// biases.
  mutating func step(
    _ parameters: inout [String: DoubleMatrix], _ gradients: [String: DoubleMatrix], rate: Double,
    weights: Set<String>
  ) {
    steps += 1
    for (name, gradient) in gradients {
      guard var w = parameters[name] else { continue }
      let start = averages[name] ?? w
      let decay = weights.contains(name) ? Double(recipe.weightDecay) : 0
      let zeros = DoubleMatrix(rows: w.rows, columns: w.columns)
      var m = first[name] ?? zeros
      var v = second[name] ?? zeros
      for i in w.elements.indices {
        var g = gradient.elements[i]
        switch recipe.optimizer {
        case .sgd(let momentum, let nesterov):
          g += decay * w.elements[i]
          m.elements[i] = Double(momentum) * m.elements[i] + g
          w.elements[i] -= rate * (nesterov ? g + Double(momentum) * m.elements[i] : m.elements[i])
        case .adam(let beta1, let beta2, let epsilon), .adamW(let beta1, let beta2, let epsilon):
          let isDecoupled = if case .adamW = recipe.optimizer { true } else { false }
          if !isDecoupled { g += decay * w.elements[i] }
          m.elements[i] = Double(beta1) * m.elements[i] + (1 - Double(beta1)) * g
          v.elements[i] = Double(beta2) * v.elements[i] + (1 - Double(beta2)) * g * g
          let mean = m.elements[i] / (1 - power(Double(beta1), steps))
          let square = v.elements[i] / (1 - power(Double(beta2), steps))
          let shrink = isDecoupled ? rate * decay * w.elements[i] : 0
          w.elements[i] -= rate * mean / (square.squareRoot() + Double(epsilon)) + shrink
        }
      }
      if weights.contains(name), let norm = recipe.fixedNorm ?? recipe.maxNorm {
        limitColumns(&w, to: Double(norm), exactly: recipe.fixedNorm != nil)
      }
      if let averaging = recipe.averaging {
        let kept = min(Double(averaging), Double(1 + steps) / Double(10 + steps))
        averages[name] = w.like { kept * start[$0, $1] + (1 - kept) * w[$0, $1] }
      }
      (parameters[name], first[name], second[name]) = (w, m, v)
    }
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  private func limitColumns(_ w: inout DoubleMatrix, to limit: Double, exactly: Bool) {
    for column in 0..<w.columns {
      let norm = (0..<w.rows).reduce(0) { $0 + w[$1, column] * w[$1, column] }.squareRoot()
      guard norm > limit || exactly else { continue }
      for row in 0..<w.rows { w[row, column] *= limit / norm }
    }
  }
}
