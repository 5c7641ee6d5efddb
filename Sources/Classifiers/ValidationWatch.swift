internal import StrataLayerGraph
internal import StrataLinearAlgebra

/// Loss and error on validation examples with the parameters as they are.
struct ValidationWatch {
  private let inference: Inference
  private let examples: any LabelledExamples

  /// What one look finds.
  struct Findings {
    /// The mean loss.
    let loss: Double
    /// The examples that are misclassified.
    let error: Proportion
  }

  init(
    _ network: LayerGraph, parameters: ParameterStore, examples: any LabelledExamples,
    execution: Execution
  ) throws {
    inference = try Inference(
      network, target: NodeRole.loss.name, reading: [NodeRole.head.name], parameters: parameters,
      density: examples.features.density, execution: execution)
    self.examples = examples
  }

  /// One pass over the examples.
  func look() throws -> Findings {
    var wrong = 0
    let loss = try inference.meanLoss(of: examples.features, labels: examples.labels) { rows, value in
      let predicted = try value(NodeRole.head.name).classesOfHighestScore()
      wrong += zip(predicted, examples.labels[rows]).count { $0 != $1 }
    }
    return Findings(loss: loss, error: Proportion(wrong, of: examples.labels.count))
  }
}
