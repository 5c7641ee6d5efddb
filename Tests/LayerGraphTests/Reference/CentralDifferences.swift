import StrataLayerGraph

extension ReferencePass {
  /// The gradient of a loss with respect to every parameter that is not frozen, by central differences:
  /// (L(θ + h) − L(θ − h)) / 2h for one number at a time. The target is data: it stays what it is at θ.
  ///
  /// With h = 1e-5 in Double the error is about 1e-10 of the loss.
  func centralDifferences(of loss: String, input: DoubleMatrix) -> [String: DoubleMatrix] {
    let h = 1e-5
    func value(at parameters: [String: DoubleMatrix]) -> Double {
      ReferencePass(
        graph, parameters: parameters, input: input, labels: labels, noise: noise, isTraining: isTraining
      ).loss(loss, targets: self)
    }
    var moved = parameters
    return parameters.filter { graph.isTrained($0.key) }.reduce(into: [:]) { result, parameter in
      result[parameter.key] = DoubleMatrix(
        rows: parameter.value.rows, columns: parameter.value.columns
      ) { row, column in
        moved[parameter.key]?[row, column] = parameter.value[row, column] + h
        let above = value(at: moved)
        moved[parameter.key]?[row, column] = parameter.value[row, column] - h
        let below = value(at: moved)
        moved[parameter.key]?[row, column] = parameter.value[row, column]
        return (above - below) / (2 * h)
      }
    }
  }
}
