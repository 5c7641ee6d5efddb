/// What an operation is: one type for each case of `Operation`, in one file with its arithmetic.
///
/// Validation, plans, memory, training, surgery and summaries ask this and nothing else, so whatever is particular to
/// an operation is said in its own file.
protocol OperationDefinition {
  /// The word for it in summaries and drawings, for example `dense, transposed`.
  var title: String { get }
  /// What it does in a graph; computing features of features, unless it says otherwise.
  var part: OperationPart { get }
  /// How many nodes it reads; one, unless it says otherwise.
  var inputCounts: ClosedRange<Int> { get }
  /// The inputs that it hands a gradient down to, by position; the first, unless it says otherwise.
  var differentiatedInputs: Range<Int> { get }
  /// The parameters that it uses, what each is for and which shape it has; none, unless it says otherwise.
  var parameters: [ParameterUse] { get }
  /// How many rows of numbers it keeps for itself, each as wide as its first input; none, unless it says otherwise.
  func ownRows(_ statistics: Workspace.Statistics) -> Int

  /// The share of what is not zero in its input that is not zero in its value, where zeros stay zeros; nil where they do
  /// not, or where nobody has said so.
  func nonZerosLeft(withNoise: Bool) -> Float?

  /// The width of its value, where no parameter gives it one; that of its first input, unless it says otherwise.
  ///
  /// - Throws: `GraphError` when it does not go with what it reads, or when a setting of its own is impossible.
  func width(of site: OperationSite) throws(GraphError) -> Int

  /// The operation with the memory that it works on.
  func bound(_ binding: Binding) throws -> any BoundOperation
}

extension OperationDefinition {
  var part: OperationPart { .layer }
  var inputCounts: ClosedRange<Int> { 1...1 }
  var differentiatedInputs: Range<Int> { 0..<1 }
  var parameters: [ParameterUse] { [] }
  func ownRows(_ statistics: Workspace.Statistics) -> Int { 0 }
  func nonZerosLeft(withNoise: Bool) -> Float? { nil }
  func width(of site: OperationSite) throws(GraphError) -> Int { site.inputs[0].width }
}

/// What an operation does in a graph.
enum OperationPart {
  /// It brings features in, or computes features of features.
  case layer
  /// It brings labels in.
  case labels
  /// It disturbs features in training, and is absent in an inference pass.
  case noise
  /// It says how much each element of a loss counts.
  case weighing
  /// It compares a prediction with a target.
  case loss
  /// It is added to a loss.
  case penalty
  /// It adds losses and penalties up.
  case sum
}

/// Where an operation stands in a graph: what it has to look at to say whether it can stand there.
struct OperationSite {
  /// A node that is read, and the width of its value.
  struct Input {
    let node: Node
    let width: Int
  }

  /// The name of the operation's node.
  let name: String
  /// What it reads.
  let inputs: [Input]
  /// A node before it, by name.
  let before: (String) -> Node?

  /// Throws unless something is true of what it reads.
  func require(_ isTrue: Bool, _ reason: @autoclosure () -> String) throws(GraphError) {
    guard isTrue else { throw .mismatch(of: name, reason: reason()) }
  }

  /// Throws unless a number is finite and not negative.
  func requireNotNegative(_ number: Float) throws(GraphError) {
    guard number >= 0, number.isFinite else { throw .level(of: name, found: number, expected: "0 or more") }
  }
}
