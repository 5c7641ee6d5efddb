internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRuns

/// What an autoencoder must be better than: the mean of the examples in place of each of them.
enum MeanReconstruction {
  /// The most examples that it is measured on.
  static let examples = 1000

  /// For each layer whose reconstruction of clean examples has a larger squared error than their mean, a finding.
  static func findings(
    of stack: LayerGraph, layers: Int, on images: any Features, _ execution: Execution
  ) throws -> [RunRecord.Finding] {
    let images = images.matrix(rows: 0..<min(images.rows, examples))
    guard images.rows > 1 else { return [] }
    return try (0..<layers).compactMap { k in
      let name = NodeRole.reconstruction[k]
      guard stack.nodes.contains(where: { $0.name == name }), try stack.holdsFeatures(name) else {
        return nil
      }
      let clean =
        try k == 0
        ? images
        : stack.values(of: NodeRole.code[k - 1], for: images, execution: execution)
      let reconstruction = try stack.values(of: name, for: images, execution: execution)
      guard reconstruction.columns == clean.columns else { return nil }
      let (error, ofMean) = (squaredError(reconstruction, clean), squaredErrorOfMean(clean))
      guard error > ofMean else { return nil }
      return RunRecord.Finding(
        .worseThanNothing,
        "reconstructs the inputs of layer \(k + 1) worse than their mean does (squared error "
          + "\(String(error, decimals: 3)), of the mean \(String(ofMean, decimals: 3))): raise pretraining.epochs, or "
          + "choose another pretraining.learning_rate")
    }
  }

  /// Σ (x − r)², averaged over the examples.
  private static func squaredError(_ left: Matrix, _ right: Matrix) -> Double {
    zip(left.elements, right.elements).reduce(0) { sum, pair in
      let difference = Double(pair.0 - pair.1)
      return sum + difference * difference
    } / Double(left.rows)
  }

  /// Σ (x − mean)², averaged over the examples.
  private static func squaredErrorOfMean(_ examples: Matrix) -> Double {
    let (rows, columns) = (examples.rows, examples.columns)
    var means = [Double](repeating: 0, count: columns)
    for (index, value) in examples.elements.enumerated() {
      means[index % columns] += Double(value) / Double(rows)
    }
    return examples.elements.enumerated().reduce(0) { sum, element in
      let difference = Double(element.1) - means[element.0 % columns]
      return sum + difference * difference
    } / Double(rows)
  }
}
