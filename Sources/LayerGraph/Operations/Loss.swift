internal import CStrataKernels
internal import StrataLinearAlgebra

/// What training makes small: a sum over the features or classes of an example, averaged over examples.
public enum Loss: String, Hashable, Sendable, Codable, CaseIterable {
  /// −Σ x log σ(z) + (1 − x) log(1 − σ(z)) for targets x in [0, 1] (Vincent et al. 2010, equation 4),
  /// computed from the logits z, so that it cannot overflow.
  case crossEntropy = "cross-entropy"
  /// ‖z − x‖² (Vincent et al. 2010, equation 3).
  case squaredError = "squared-error"
  /// −log softmax(z)[label], computed from the logits z.
  case softmaxCrossEntropy = "softmax-cross-entropy"
  /// max(0, 1 + max over j ≠ label of z[j] − z[label]) (Crammer and Singer 2001, equation 4).
  case multiclassHinge = "multiclass-hinge"

  /// True when the target is a label, false when it is a row of features.
  public var comparesWithLabels: Bool {
    switch self {
    case .crossEntropy, .squaredError: false
    case .softmaxCrossEntropy, .multiclassHinge: true
    }
  }

  /// The targets that it is defined for.
  var targets: ClosedRange<Float> {
    switch self {
    case .crossEntropy: 0...1
    case .squaredError, .softmaxCrossEntropy, .multiclassHinge:
      -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude
    }
  }

  /// For example `cross-entropy`.
  public var title: String { rawValue.replacing("-", with: " ") }

  /// The loss summed over predictions z against features x, each element times its weight where there are some;
  /// where `delta` is given it receives scale · ∂loss/∂z. It may be z itself.
  func value(
    _ z: Window, against x: Window, weights: Window? = nil, delta: Window?, scale: Float
  ) -> Double {
    switch self {
    case .crossEntropy: Kernels.crossEntropy(z, against: x, weights: weights, delta: delta, scale: scale)
    case .squaredError: Kernels.squaredError(z, against: x, weights: weights, delta: delta, scale: scale)
    case .softmaxCrossEntropy, .multiclassHinge: preconditionFailure("\(title) compares with labels")
    }
  }

  /// The loss summed over predictions z against the labels from `first` on; `delta` as above.
  func value(
    _ z: Window, labels: Memory<Int32>, from first: Int, delta: Window?, scale: Float
  ) -> Double {
    switch self {
    case .softmaxCrossEntropy:
      Kernels.softmaxCrossEntropy(z, labels: labels, from: first, delta: delta, scale: scale)
    case .multiclassHinge:
      Kernels.multiclassHinge(z, labels: labels, from: first, delta: delta, scale: scale)
    case .crossEntropy, .squaredError: preconditionFailure("\(title) compares with features")
    }
  }
}

/// A loss between a prediction z and a target x, both batch × width. It writes its gradient on the way forward.
struct BoundFeatureLoss: BoundOperation {
  private let loss: Loss
  private let z, x: Place
  private let weights: Place?
  private let dz: Place?
  let panels: Panels

  init(_ binding: Binding, _ loss: Loss) {
    self.loss = loss
    (z, x) = (binding.input(0), binding.input(1))
    weights = binding.inputs.count > 2 ? binding.input(2) : nil
    dz = binding.gradient(ofInput: 0)?.place
    panels = binding.panels(ofInput: 0)
  }

  var forward: [Step] {
    let reads = [z, x].map { Access.reads($0, .panel) } + (weights.map { [.reads($0, .panel)] } ?? [])
    return [
      Step(
        termOnExamplesIn: panels, reads + (dz.map { [.writes($0)] } ?? []),
        cost: 20 * panels.shape.count / max(panels.count, 1)
      ) { [loss, z, x, weights, dz] region, batch in
        loss.value(
          z.window[region], against: x.window[region], weights: weights?.window[region],
          delta: dz?.window[region], scale: batch.exampleScale)
      }
    ]
  }

  var backward: [Step] { [] }
}

/// A loss between a prediction z, batch × classes, and labels. It writes its gradient on the way forward.
struct BoundLabelLoss: BoundOperation {
  private let loss: Loss
  private let z: Place
  private let dz: Place?
  let panels: Panels

  init(_ binding: Binding, _ loss: Loss) {
    self.loss = loss
    z = binding.input(0)
    dz = binding.gradient(ofInput: 0)?.place
    panels = Panels(rowsOf: z.shape)
  }

  var forward: [Step] {
    [
      Step(
        termOnExamplesIn: panels, [.reads(z, .panel)] + (dz.map { [.writes($0)] } ?? [])
      ) { [self] region, batch in
        guard let weights = batch.source.classWeights else { return value(region, batch, weight: 1) }
        return region.rows.reduce(0) { sum, row in
          let example = Region(rows: row..<row + 1, columns: region.columns)
          return sum + value(example, batch, weight: weights[Int(batch.labels[row])])
        }
      }
    ]
  }

  /// The loss of some examples, each counted `weight` times.
  private func value(_ region: Region, _ batch: Batch, weight: Float) -> Double {
    Double(weight)
      * loss.value(
        z.window[region], labels: batch.labels, from: region.rows.lowerBound, delta: dz?.window[region],
        scale: batch.exampleScale * weight)
  }

  var backward: [Step] { [] }
}
