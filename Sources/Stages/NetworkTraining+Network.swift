internal import Foundation
internal import StrataCheckpoints
internal import StrataDatasets
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataPretraining
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// The network that is trained.
extension NetworkTraining {
  /// The network from scratch, before there is one: shapes alone.
  func outline() throws -> LayerGraph {
    try session.recipe.network(
      on: session.recipe.greedyPretraining().outline(inputs: session.dataset.width).droppingDecoders(),
      classes: session.dataset.classes)
  }

  /// The network to begin from: the stack without its decoders, with a head.
  func network() throws -> LayerGraph {
    let stack = try encoder()
    let network = try session.recipe.network(on: stack, classes: session.dataset.classes)
    try session.dataset.requireWidth(network.inputWidth, of: parent?.name ?? session.recipe.name)
    session.say(network)
    if let parent { try sayTransfer(from: stack, to: network, run: parent) }
    return network
  }

  private func encoder() throws -> LayerGraph {
    guard let parent else {
      return try session.recipe.greedyPretraining().untrained(
        inputs: session.dataset.width, seed: session.recipe.seed
      ).droppingDecoders()
    }
    session.console.say(
      "from",
      (isNewest ? "the newest pretraining run, " : "") + parent.url.relativePath)
    if parent.record.stage == .finetune {
      session.console.say(
        "note",
        "\(parent.name) is fine-tuned already: its layers are taken as its best epoch left them, which has seen labels, and "
          + "its head is thrown away"
          + (parent.record.parent.map { "; for what pretraining left, name \($0)" } ?? ""))
    }
    return try parent.encoder()
  }

  /// Shows that every parameter of the encoder is, bit by bit, the one that pretraining left.
  private func sayTransfer(from stack: LayerGraph, to network: LayerGraph, run: RunFolder) throws {
    session.console.say("Transferred from \(run.name), checksums (SHA-256) before the first step:")
    for name in network.parameters.names where NodeRole(ofParameter: name) != .head {
      guard let before = stack.parameters[name], let after = network.parameters[name] else { continue }
      let (left, right) = (before.checksum, after.checksum)
      guard left == right else {
        throw InputError(
          .malformedData, at: "\(run.name), \(name)", expected: "checksum \(left)", found: right,
          advice: "report this: the transfer changed a weight")
      }
      session.console.say(
        "  \(name.padding(toLength: 20, withPad: " ", startingAt: 0)) \(left.prefix(16)) = "
          + "\(right.prefix(16))  equal")
    }
    session.console.say("")
  }

  /// The network of a checkpoint.
  func network(of checkpoint: Checkpoint) throws -> LayerGraph {
    let network = try checkpoint.graph()
    try session.dataset.requireWidth(network.inputWidth, of: beginning.folder?.name ?? checkpoint.place)
    return network
  }
}
