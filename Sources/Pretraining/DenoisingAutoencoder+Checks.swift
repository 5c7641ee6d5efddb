internal import StrataFiles
internal import StrataLayerGraph

/// Which units, losses, noises and penalties go together: found out before any training begins.
extension DenoisingAutoencoder {
  /// Throws where its parts do not go together, whatever its inputs are.
  func check() throws {
    guard units > 0 else { throw GraphError.width(of: "units", found: units) }
    if loss.comparesWithLabels {
      throw InputError(
        .recipe, at: "loss", expected: "cross-entropy or squared-error", found: loss.rawValue,
        advice: "an autoencoder is compared with its input, not with labels")
    }
    if loss == .crossEntropy && decoderActivation != .sigmoid {
      throw InputError(
        .recipe, at: "decoderActivation", expected: "sigmoid, which cross-entropy needs",
        found: decoderActivation.rawValue,
        advice: "take sigmoid units or the squared error")
    }
    if emphasis != nil && !corruption.contains(where: \.kind.leavesSomeUntouched) {
      throw InputError(
        .recipe, at: "emphasis",
        expected: "a noise that leaves some elements untouched, so that the others can be emphasised",
        found: noise, advice: "take masking, for example, or leave emphasis out")
    }
    if loss == .crossEntropy && target == .corrupted && corruption.contains(where: { $0.kind == .gaussian }) {
      throw InputError(
        .recipe, at: "target", expected: "clean, since cross-entropy needs targets from 0 to 1",
        found: "corrupted, with gaussian noise, which leaves that range",
        advice: "take the squared error, or another noise")
    }
    if contraction != 0 && activation == .linear {
      throw InputError(
        .recipe, at: "contraction",
        expected: "units whose slope changes: "
          + Activation.allCases.filter { $0 != .linear }.map(\.rawValue).joined(separator: ", "),
        found: "linear units, whose contraction is a weight decay of 2λ", advice: "take weight decay")
    }
    if contraction != 0 && isNormalized {
      throw InputError(
        .recipe, at: "contraction",
        expected: "none in a layer that is normalized, whose ∂code/∂x goes by the batch",
        found: "\(contraction)", advice: "leave the penalty or the normalization out")
    }
    if sparsity != nil && activation != .sigmoid {
      throw InputError(
        .recipe, at: "sparsity", expected: "sigmoid units, whose means lie between 0 and 1",
        found: "\(activation.rawValue) units", advice: "take sigmoid units, or leave sparsity out")
    }
  }

  /// Throws where its noise, its loss or its reconstructions do not go with the codes that are its inputs,
  /// those of units with an activation.
  ///
  /// - Parameter layer: its position in the stack, from 0.
  func check(onCodesOf below: Activation, layer: Int) throws {
    try check(noiseOn: below.range, of: "layer \(layer + 1), whose inputs are codes of \(below) units")
    if loss == .crossEntropy && below != .sigmoid {
      throw InputError(
        .recipe, at: "loss",
        expected: "squared-error in layer \(layer + 1), whose inputs are codes of \(below) units, "
          + below.range.text,
        found: "cross-entropy, which needs inputs from 0 to 1",
        advice: "take sigmoid units, or the squared error with linear reconstructions")
    }
    let reach = decoderActivation.range
    guard reach.lowerBound > below.range.lowerBound || reach.upperBound < below.range.upperBound else {
      return
    }
    throw InputError(
      .recipe, at: "decoderActivation",
      expected: "units that can reconstruct codes of \(below) units, \(below.range.text), in layer "
        + "\(layer + 1)",
      found: "\(decoderActivation) units, \(reach.text)", advice: "take linear ones")
  }

  /// Throws where a noise needs inputs from 0 to 1 and they are others.
  func check(noiseOn range: ClosedRange<Float>, of place: String) throws {
    guard range.lowerBound < 0 || range.upperBound > 1,
      let noise = corruption.first(where: \.kind.needsUnitInterval)
    else { return }
    throw InputError(
      .recipe, at: "corruption",
      expected: "a noise that goes with inputs \(range.text) in \(place)",
      found: "\(noise.kind.rawValue), which needs inputs from 0 to 1",
      advice: "take masking, gaussian or swap noise")
  }
}

extension ClosedRange<Float> {
  /// The range in words, for example `from 0 to 1` or `0 or more`.
  fileprivate var text: String {
    let isBounded = (lowerBound > -.greatestFiniteMagnitude, upperBound < .greatestFiniteMagnitude)
    return switch isBounded {
    case (true, true): "from \(lowerBound.short) to \(upperBound.short)"
    case (true, false): "\(lowerBound.short) or more"
    case (false, true): "\(upperBound.short) or less"
    case (false, false): "of any size"
    }
  }
}

extension Float {
  /// Without `.0` where it is a whole number.
  fileprivate var short: String {
    self == rounded() && abs(self) < 1e6 ? "\(Int(self))" : "\(self)"
  }
}
