import StrataDatasets
import StrataExport
import StrataLayerGraph
import StrataLinearAlgebra
import StrataPretraining

/// A model with random parameters, to be written for other programs.
struct ExportCase: CustomStringConvertible {
  enum Scaling: String, CaseIterable { case pixels, asIs, range, standard }
  /// What the output is; the name of a node follows from the number of layers.
  enum Target: String, CaseIterable { case probabilities, codes, score }

  var activation = Activation.sigmoid
  var isTied = true
  var layers = 2
  var scaling = Scaling.pixels
  var hasWords = false
  var target = Target.probabilities
  /// True for batch normalization in every layer.
  var isNormalized = false

  static let columns = 12
  static let names = ["cat", "dög", "猫 🐈", "a \"b\" \\ c"]
  private static let units = [9, 7, 5]

  /// Everything that can be together.
  static let all: [ExportCase] = plain + normalized

  private static let normalized: [ExportCase] = [Activation.relu, .sigmoid].flatMap { activation in
    [true, false].flatMap { isTied in
      Target.allCases.map {
        ExportCase(activation: activation, isTied: isTied, target: $0, isNormalized: true)
      }
    }
  }

  private static let plain: [ExportCase] = Activation.allCases.flatMap { activation in
    [true, false].flatMap { isTied in
      (1...3).flatMap { layers in
        Scaling.allCases.flatMap { scaling in
          [(false, Target.probabilities), (true, .probabilities), (false, .codes), (false, .score)].map {
            ExportCase(
              activation: activation, isTied: isTied, layers: layers, scaling: scaling, hasWords: $0,
              target: $1)
          }
        }
      }
    }
  }

  var description: String {
    "\(target)-\(activation)-\(isTied ? "tied" : "untied")-\(layers)-\(scaling)-\(hasWords ? "words" : "numbers")"
      + (isNormalized ? "-normalized" : "")
  }

  private var seed: UInt64 { description.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) } >> 1 }

  /// The graph, and that of which the values are compared.
  func graph() throws -> LayerGraph {
    let autoencoders = Self.units.prefix(layers).map { units in
      var autoencoder = DenoisingAutoencoder(
        units: units, corruption: .masking(0.25), activation: activation, loss: .squaredError,
        decoderActivation: activation, isTied: isTied)
      autoencoder.isNormalized = isNormalized
      return autoencoder
    }
    let stack = try GreedyPretraining(
      layers: autoencoders.map {
        .init(autoencoder: $0, training: TrainingRecipe(epochs: 1, batchSize: 1, learningRate: 0.1))
      }
    ).untrained(inputs: Self.columns, seed: seed)
    let whole =
      target == .probabilities
      ? try stack.droppingDecoders().attachingHead(classes: Self.names.count)
        .addingDropout(input: 0.2, codes: 0.5)
      : stack
    return whole.randomized(seed: seed)
  }

  var output: ModelOutput {
    switch target {
    case .probabilities: .probabilities
    case .codes: .codes(node: "code.\(layers - 1)")
    case .score: .score
    }
  }

  var classNames: [String]? { hasWords ? Self.names : nil }

  /// Scales of all sizes; the third column is constant.
  var encoding: Encoding {
    let layout = Layout.columns(count: Self.columns, names: nil)
    let low = (0..<Self.columns).map { Float($0 * $0) - 20 }
    let spread = (0..<Self.columns).map { $0 == 2 ? 0 : Float(0.01) * Float(1 << $0) }
    return switch scaling {
    case .pixels: Encoding(layout: .image(height: 3, width: 4))
    case .asIs: Encoding(layout: layout, scaling: .asIs(low: 0, high: 1))
    case .range: Encoding(layout: layout, scaling: .range(low: low, high: zip(low, spread).map { $0 + $1 }))
    case .standard: Encoding(layout: layout, scaling: .standard(mean: low, deviation: spread))
    }
  }

  /// Raw numbers, a few of them outside of what the encoding has seen: rows × columns.
  func raw(rows: Int) -> Matrix {
    let draws = RandomStream(seed: seed, purpose: "raw").uniform(count: rows * Self.columns)
    let affine: (Int) -> (Float, Float) = { column in
      switch encoding.scaling {
      case .pixels: (0, 255)
      case .asIs: (0, 1)
      case .range(let low, let high): (low[column], high[column] - low[column])
      case .standard(let mean, let deviation): (mean[column], 2 * deviation[column])
      }
    }
    return Matrix(
      rows: rows, columns: Self.columns,
      draws.enumerated().map { index, draw in
        let (offset, spread) = affine(index % Self.columns)
        let value = offset + (spread == 0 ? 0.5 : spread) * (1.2 * draw - 0.1)
        return scaling == .pixels ? max(0, min(255, value.rounded())) : value
      })
  }
}

extension Encoding {
  /// The graph's inputs for raw numbers, by the definition.
  func applied(to raw: Matrix) -> Matrix {
    let encoded = raw.elements.enumerated().map { index, x in
      let column = index % raw.columns
      switch scaling {
      case .pixels: return x / 255
      case .asIs: return x
      case .range(let low, let high):
        return high[column] == low[column]
          ? 0 : min(max((x - low[column]) / (high[column] - low[column]), 0), 1)
      case .standard(let mean, let deviation):
        return deviation[column] == 0 ? 0 : (x - mean[column]) / deviation[column]
      }
    }
    return Matrix(rows: raw.rows, columns: raw.columns, encoded)
  }
}

extension LayerGraph {
  /// The same graph with parameters drawn at random, so that values differ from row to row; deviations and gains are
  /// positive.
  func randomized(seed: UInt64) -> LayerGraph {
    var table = parameters
    for name in parameters.names {
      guard let matrix = parameters[name] else { continue }
      let draws = RandomStream(seed: seed, purpose: name).normal(count: matrix.count)
      switch roles[name] {
      case .weight:
        table[name] = Self.weight(matrix.shape, draws, scale: name == "head.weight" ? 4 : weightScale)
      case .gain, .deviation:
        table[name] = Matrix(rows: 1, columns: matrix.columns, draws.map { 0.5 + abs($0) })
      default: table[name] = Matrix(rows: 1, columns: matrix.columns, draws.map { 0.3 * $0 })
      }
    }
    return replacing(parameters: table)
  }

  /// Sigmoid units have small slopes, and would come to the same for all rows.
  private var weightScale: Float {
    nodes.contains { $0.operation == .activation(function: .sigmoid) } ? 5 : 2
  }

  /// Weights that add up to 0 for each output, so that what all inputs have in common saturates no unit.
  private static func weight(_ shape: Shape, _ draws: [Float], scale: Float) -> Matrix {
    var weight = Matrix(rows: shape.rows, columns: shape.columns, draws)
    for column in 0..<shape.columns {
      let mean = weight.column(column).reduce(0, +) / Float(shape.rows)
      for row in 0..<shape.rows {
        weight[row, column] = scale * (weight[row, column] - mean) / Float(shape.rows).squareRoot()
      }
    }
    return weight
  }
}
