internal import StrataFiles
public import StrataLayerGraph
internal import StrataLinearAlgebra

extension GreedyPretraining {
  /// What an epoch of one layer came to.
  public struct Epoch: Sendable, Equatable {
    /// The layer, from 0.
    public let layer: Int
    /// The epoch and its denoising loss on the training examples.
    public let training: Trainer.Epoch
    /// The denoising loss on the validation examples after the epoch; nil when there are none.
    public let validationLoss: Double?
  }

  /// Where pretraining stands.
  public struct State: Sendable, Equatable {
    /// The finished layers, decoders included; nil before the first is finished.
    public var stack: LayerGraph?
    /// The number of finished layers.
    public var layer: Int
    /// The layer in progress; nil when it has not begun.
    public var training: Trainer.State?

    /// A state; by default the beginning.
    public init(stack: LayerGraph? = nil, layer: Int = 0, training: Trainer.State? = nil) {
      self.stack = stack
      self.layer = layer
      self.training = training
    }
  }

  /// What is reported while it runs.
  public enum Event {
    /// A layer begins; the graph is that of its autoencoder.
    case layer(Int, LayerGraph)
    /// A share of an epoch (counted from 1) is done; `state` copies where pretraining stands.
    case progress(layer: Int, epoch: Int, share: Double, state: () throws -> State)
    /// An epoch is done; `state` copies where pretraining stands.
    case epoch(Epoch, state: () throws -> State)
  }

  /// Throws unless it is a state of these layers, on so many inputs.
  func check(_ state: State, inputs: Int) throws {
    let finished = layers.indices.filter { state.stack?[NodeRole.code[$0]] != nil }.count
    func failure(_ expected: String, _ found: String) -> InputError {
      InputError(
        .malformedData, at: "the state of pretraining", expected: expected, found: found,
        advice: "go on with the checkpoint of this very run, or begin again")
    }
    guard state.layer <= layers.count, state.layer < layers.count || state.training == nil else {
      throw failure("at most \(layers.count) layers", "one that is in layer \(state.layer + 1)")
    }
    guard state.layer == finished else {
      throw failure("\(finished) finished layers, as the stack has", "\(state.layer)")
    }
    guard let stack = state.stack else { return }
    let widths = try [stack.inputWidth] + (0..<finished).map { try stack.width(of: NodeRole.code[$0]) }
    let own = [inputs] + layers.prefix(finished).map(\.autoencoder.units)
    guard widths == own else {
      throw failure("layers of \(own) units", "\(widths)")
    }
  }
}
