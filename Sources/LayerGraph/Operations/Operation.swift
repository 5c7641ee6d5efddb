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
  /// (x − mean) / deviation, column by column: batch normalization (Ioffe and Szegedy 2015) without its last step, which
  /// is `scaleAndShift`, so that noise can stand between them. A training pass takes the statistics of the batch. Any
  /// other takes those that were measured on the training examples, two parameters of `1 × width` that no optimizer
  /// moves; so does a training pass where they are frozen.
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

  /// What it is; each in a file of its own.
  var definition: any OperationDefinition {
    switch self {
    case .input(let width): Input(declaredWidth: width)
    case .labels(let classes): Labels(classes: classes)
    case .dense(let weight, let bias, let isTransposed):
      Dense(weight: weight, bias: bias, isTransposed: isTransposed)
    case .activation(let function): function
    case .softmax: Softmax()
    case .scaleAndShift(let gain, let bias): ScaleAndShift(gain: gain, bias: bias)
    case .standardization(let mean, let deviation): Standardization(mean: mean, deviation: deviation)
    case .product: ElementProduct()
    case .corruption(let corruption): corruption
    case .dropout(let rate): Dropout(rate: rate)
    case .emphasis(let emphasis): emphasis
    case .loss(let loss): loss
    case .contraction(let strength): Contraction(strength: strength)
    case .sparsity(let sparsity): sparsity
    case .sum: Sum()
    }
  }
}
