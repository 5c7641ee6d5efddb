/// What a node computes, on batches with one example in a row.
///
/// To add one: "Adding to it" in docs/architecture.md has every file to touch, in order.
public enum Operation: Hashable, Sendable, Codable {
  /// The examples' features, `batch × width`.
  case input(width: Int)
  /// The examples' labels, `0 ..< classes`.
  case labels(classes: Int)
  /// x·W + b, or x·Wᵀ + b when transposed. W is a parameter of `inputs × outputs`, b of
  /// `1 × outputs`; a tied decoder names the encoder's weight, transposed.
  case dense(weight: String, bias: String?, transposed: Bool)
  /// A function of each element.
  case activation(function: Activation)
  /// e^x / Σ e^x along each row.
  case softmax
  /// x ⊙ gain + bias: each column with a factor and a summand of its own (Ioffe and Szegedy 2015, section 3).
  /// Both are parameters of `1 × width`.
  case scaleAndShift(gain: String, bias: String)
  /// (x − mean) / deviation, column by column. Both are measured, not trained, and parameters of `1 × width`:
  /// `LayerGraph.measuringStatistics(on:)`.
  case standardization(mean: String, deviation: String)
  /// The product of two values of one width, element by element: one opens and closes gates for the other.
  case product
  /// Noise, drawn afresh at every presentation of an example; absent in an inference pass.
  case corruption(Corruption)
  /// Each element is set to zero with probability `rate`, the others scaled by 1 / (1 − rate)
  /// (Srivastava et al. 2014, section 10); absent in an inference pass.
  case dropout(rate: Float)
  /// The weights of a loss's elements, by what the noises that it names have hit: its inputs are
  /// corruptions, each of which leaves some elements untouched. In an inference pass nothing is hit.
  case emphasis(Emphasis)
  /// The mean over the batch of a loss between a prediction (first input) and a target (second), each
  /// element times its weight where a third input gives them.
  case loss(Loss)
  /// A penalty on a code, the output of an activation on a dense node: λ times the mean over the batch of
  /// the squared Frobenius norm of ∂code/∂x, x being what the dense node reads (Rifai et al. 2011,
  /// "Contractive auto-encoders"). It adds to the gradient of the dense node's weight too.
  case contraction(strength: Float)
  /// A penalty on a code of sigmoid units: each is to be off most of the time.
  case sparsity(Sparsity)
  /// The sum of losses and penalties: what training makes small, where that has several terms.
  case sum

  /// The cases by name.
  enum Kind: String, CaseIterable {
    case input, labels, dense, activation, softmax, scaleAndShift, standardization, product, corruption
    case dropout, emphasis, loss, contraction, sparsity, sum
  }

  /// Which case it is.
  var kind: Kind {
    switch self {
    case .input: .input
    case .labels: .labels
    case .dense: .dense
    case .activation: .activation
    case .softmax: .softmax
    case .scaleAndShift: .scaleAndShift
    case .standardization: .standardization
    case .product: .product
    case .corruption: .corruption
    case .dropout: .dropout
    case .emphasis: .emphasis
    case .loss: .loss
    case .contraction: .contraction
    case .sparsity: .sparsity
    case .sum: .sum
    }
  }

  /// The word for it in summaries and drawings, for example `dense, transposed`.
  public var title: String {
    switch self {
    case .input: "input"
    case .labels: "labels"
    case .dense(_, _, let transposed): transposed ? "dense, transposed" : "dense"
    case .activation(let function): function.rawValue
    case .softmax: "softmax"
    case .scaleAndShift: "scale and shift"
    case .standardization: "standardization"
    case .product: "product"
    case .corruption(let corruption): corruption.description
    case .dropout(let rate): "dropout \(percent(rate))"
    case .emphasis(let emphasis): emphasis.description
    case .loss(let loss): loss.title
    case .contraction(let strength): "contraction λ \(strength)"
    case .sparsity(let sparsity): "sparsity ρ \(sparsity.target), β \(sparsity.strength)"
    case .sum: "sum"
    }
  }

  /// How many nodes it reads.
  public var inputCounts: ClosedRange<Int> {
    switch self {
    case .input, .labels: 0...0
    case .dense, .activation, .softmax, .scaleAndShift, .standardization, .corruption, .dropout,
      .contraction, .sparsity:
      1...1
    case .product: 2...2
    case .loss: 2...3
    case .sum, .emphasis: 1...Int.max
    }
  }

  /// The inputs that it hands a gradient down to, by position: a loss moves its prediction and not its target,
  /// and the terms of a sum have no gradient but their own.
  var differentiatedInputs: Range<Int> {
    switch self {
    case .input, .labels, .emphasis, .sum: 0..<0
    case .dense, .activation, .softmax, .scaleAndShift, .standardization, .corruption, .dropout, .loss,
      .contraction, .sparsity:
      0..<1
    case .product: 0..<2
    }
  }

  /// How many rows of numbers it keeps for itself, each as wide as its first input.
  var ownRows: Int { isPenalty ? 2 : 0 }

  /// True when its value is one number for a batch: a loss, a penalty, or a sum of them.
  var isScalar: Bool { isPenalty || self == .sum || isLoss }

  /// True when there are no features to be read of it: labels, losses and penalties.
  var holdsNoFeatures: Bool { if case .labels = self { true } else { isScalar } }

  /// True for a loss between a prediction and a target.
  var isLoss: Bool { if case .loss = self { true } else { false } }

  /// True for noise that replaces a value by that of another example.
  var takesOtherExamples: Bool {
    if case .corruption(let noise) = self { noise.kind == .swap } else { false }
  }

  /// True for noise, which is absent in an inference pass.
  var isNoise: Bool {
    switch self {
    case .corruption, .dropout: true
    default: false
    }
  }

  /// True for nodes that only pretraining needs; `droppingDecoders()` removes them.
  var isForDecoders: Bool { if case .emphasis = self { true } else { isPenalty } }

  /// True for what is added to a loss.
  var isPenalty: Bool {
    switch self {
    case .contraction, .sparsity: true
    default: false
    }
  }
}

/// A share in percent, without trailing zeros: `25 %`, `12.5 %`.
func percent(_ share: Float) -> String {
  let value = (Double(share) * 10000).rounded() / 100
  return value == value.rounded() ? "\(Int(value)) %" : "\(value) %"
}
