import StrataLayerGraph
import StrataLinearAlgebra

@testable import StrataClassifiers

/// Small labelled problems.
enum ToyClasses {
  /// Three clouds of points in the unit cube; how far they overlap is the width of the clouds.
  static func clouds(rows: Int, width: Float, columns: Int = 6, seed: UInt64) -> LabelledFeatures {
    let stream = RandomStream(seed: seed, purpose: "clouds")
    var matrix = Matrix(rows: rows, columns: columns)
    let labels = (0..<rows).map { Int32($0 % 3) }
    for row in 0..<rows {
      let shifts = stream.uniform(count: columns, example: row)
      for column in 0..<columns {
        let centre: Float = column % 3 == Int(labels[row]) ? 0.75 : 0.25
        matrix[row, column] = centre + width * (shifts[column] - 0.5)
      }
    }
    return labelled(matrix, labels: labels)
  }

  /// A network with a hidden layer for them.
  static func network(columns: Int = 6, units: Int = 12, seed: UInt64) throws -> LayerGraph {
    var table = ParameterTable()
    table["encoder.0.weight"] = Initialization.glorot(gain: 4).weight(
      inputs: columns, outputs: units, stream: RandomStream(seed: seed, purpose: "encoder.0.weight"))
    table["encoder.0.bias"] = Matrix(rows: 1, columns: units)
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: columns)),
        Node(
          "encoder.0",
          .dense(weight: "encoder.0.weight", bias: "encoder.0.bias", transposed: false),
          inputs: ["input"]),
        Node("code.0", .activation(function: .sigmoid), inputs: ["encoder.0"]),
      ], parameters: table
    ).attachingHead(classes: 3)
  }
}
