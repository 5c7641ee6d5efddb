public import StrataLinearAlgebra

/// How the weights of a dense layer begin. Biases begin at zero, gains at one.
public enum Initialization: Hashable, Sendable, Codable {
  /// Uniform within ±gain · √(6 / (inputs + outputs)) (Glorot and Bengio 2010, equation 16); the gain
  /// that goes with sigmoid units is 4, with tanh and linear ones 1.
  case glorot(gain: Float)
  /// Normal of variance 2 / inputs, for ReLU (He et al. 2015, equation 10).
  case he
  /// Uniform within ±limit.
  case uniform(limit: Float)

  /// The one that goes with an activation.
  public static func standard(for activation: Activation) -> Initialization { activation.initialization }

  /// What a parameter of a role and shape begins with. Statistics begin as those that change nothing.
  public func parameter(_ role: ParameterRole, _ shape: Shape, stream: RandomStream) -> Matrix {
    switch role {
    case .weight: weight(inputs: shape.rows, outputs: shape.columns, stream: stream)
    case .bias, .mean: Matrix(rows: shape.rows, columns: shape.columns)
    case .gain, .deviation: Matrix(rows: shape.rows, columns: shape.columns, repeating: 1)
    }
  }

  /// A weight of `inputs × outputs`; the stream's purpose is the parameter's name.
  public func weight(inputs: Int, outputs: Int, stream: RandomStream) -> Matrix {
    let count = inputs * outputs
    switch self {
    case .glorot(let gain):
      let limit = gain * (6 / Float(inputs + outputs)).squareRoot()
      return .init(rows: inputs, columns: outputs, stream.uniform(count: count).scaled(to: limit))
    case .uniform(let limit):
      return .init(rows: inputs, columns: outputs, stream.uniform(count: count).scaled(to: limit))
    case .he:
      let deviation = (2 / Float(inputs)).squareRoot()
      return .init(
        rows: inputs, columns: outputs, stream.normal(count: count).map { $0 * deviation })
    }
  }
}

extension [Float] {
  /// Numbers from [0, 1) moved to [−limit, limit).
  fileprivate func scaled(to limit: Float) -> [Float] { map { (2 * $0 - 1) * limit } }
}
