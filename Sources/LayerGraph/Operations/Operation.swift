/// What a node computes, on batches with one example in a row.
///
/// To add one: a case here, its width in `outputWidth`, its arithmetic in a file beside this one
/// (forward and backward side by side), and a line in `BoundNode`; the compiler names every place.
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
  /// Noise, drawn afresh at every presentation of an example; absent in an inference pass.
  case corruption(Corruption)
  /// Each element is set to zero with probability `rate`, the others scaled by 1 / (1 − rate)
  /// (Srivastava et al. 2014, section 10); absent in an inference pass.
  case dropout(rate: Float)
  /// The mean over the batch of a loss between a prediction (first input) and a target (second).
  case loss(Loss)

  /// The parameters that it uses.
  public var parameters: [String] { [weight, bias].compactMap { $0 } }

  /// The matrix that it multiplies by.
  var weight: String? {
    if case .dense(let weight, _, _) = self { weight } else { nil }
  }

  /// The row that it adds.
  var bias: String? {
    if case .dense(_, let bias, _) = self { bias } else { nil }
  }

  /// The word for it in summaries and drawings, for example `dense, transposed`.
  public var title: String {
    switch self {
    case .input: "input"
    case .labels: "labels"
    case .dense(_, _, let transposed): transposed ? "dense, transposed" : "dense"
    case .activation(let function): function.rawValue
    case .softmax: "softmax"
    case .corruption(let corruption): corruption.description
    case .dropout(let rate): "dropout \(percent(rate))"
    case .loss(let loss): loss.title
    }
  }

  /// How many nodes it reads.
  public var inputCount: Int {
    switch self {
    case .input, .labels: 0
    case .dense, .activation, .softmax, .corruption, .dropout: 1
    case .loss: 2
    }
  }
}

/// A share in percent, without trailing zeros: `25 %`, `12.5 %`.
func percent(_ share: Float) -> String {
  let value = (Double(share) * 10000).rounded() / 100
  return value == value.rounded() ? "\(Int(value)) %" : "\(value) %"
}
