internal import StrataLayerGraph
internal import StrataLinearAlgebra

extension Laboratory {
  /// Examples with noise; the same draw for every model that is asked about them.
  func corrupted(_ clean: any Features, by corruption: Corruption, seed: UInt64) throws -> Matrix {
    try [corruption].applied(
      to: clean, noise: .init(seed: seed, purpose: "experiment/"), execution: execution)
  }

  /// What a stack's first layer makes of some inputs, without adding noise to them.
  func reconstructions(_ stack: LayerGraph, of inputs: any Features) throws -> Matrix {
    try stack.values(of: "reconstruction.0", for: inputs, execution: execution)
  }

  /// The mean reconstruction loss of clean examples by a stack's first layer, in the loss's own unit.
  func reconstructionLoss(_ stack: LayerGraph, of clean: any Features) throws -> Double {
    // With penalties, the loss is a sum of which the reconstruction's error is a term.
    let target = stack[NodeRole.error[0]] == nil ? NodeRole.loss[0] : NodeRole.error[0]
    return try Inference(stack, target: target, density: clean.density, execution: execution)
      .meanLoss(of: clean)
  }
}
