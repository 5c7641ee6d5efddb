public import LayerGraph
public import LinearAlgebra

extension Checkpoint {
  /// Stores where a trainer stands: tensors `training/NAME`, the optimizer, the part `epoch`.
  public mutating func setTraining(_ state: Trainer.State) throws(InputError) {
    try setPart(state.epoch, named: "epoch")
    try setPart(state.parameters.names, named: "training_parameters")
    try setOptimizer(state.optimizer)
    for name in state.parameters.names {
      if let matrix = state.parameters[name] { tensors["training/\(name)"] = Tensor(parameter: matrix) }
    }
  }

  /// Where a trainer stood.
  public func training() throws(InputError) -> Trainer.State {
    var parameters = ParameterTable()
    for name in try part("training_parameters", as: [String].self) {
      parameters[name] = try parameter("training/\(name)")
    }
    return Trainer.State(
      parameters: parameters, optimizer: try optimizer(), epoch: try part("epoch"))
  }
}
