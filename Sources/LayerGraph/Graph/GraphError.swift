public import StrataLinearAlgebra

/// What is wrong with a graph; each message names the nodes and shapes.
public enum GraphError: Error, Hashable, CustomStringConvertible {
  /// Two nodes have one name.
  case duplicateNode(String)
  /// A node is asked for that is not there.
  case noSuchNode(String, among: [String])
  /// A node reads one that comes later or does not exist.
  case unknownInput(String, of: String)
  /// A node has too many or too few inputs.
  case inputCount(of: String, expected: ClosedRange<Int>, found: Int)
  /// A node uses a parameter that is not in the table.
  case unknownParameter(String, of: String)
  /// A parameter has the wrong shape for what the node reads.
  case parameterShape(String, of: String, expected: String, found: Shape)
  /// A parameter is one thing to one node and another thing to another: a weight and a bias.
  case twoRoles(String, ParameterRole, ParameterRole)
  /// A parameter is in the table and no node uses it.
  case unusedParameter(String)
  /// Something is frozen that is not a parameter.
  case unknownFrozen(String)
  /// A second node takes the examples.
  case secondInput(String, first: String)
  /// What a node computes element by element does not have the same width.
  case inputWidths(of: String, String, Int, String, Int)
  /// The two inputs of a loss do not have the same width.
  case lossWidths(of: String, prediction: String, Int, target: String, Int)
  /// A loss compares with labels and is given features, or the reverse.
  case lossTarget(of: String, loss: Loss, target: String)
  /// A sum adds something that is no loss and no penalty.
  case notTerm(String, of: String)
  /// A sum adds one term twice.
  case repeatedTerm(String, of: String)
  /// Two losses that are made small together read one prediction.
  case sharedPrediction(String, by: String)
  /// An operation does not go with what it reads.
  case mismatch(of: String, reason: String)
  /// A node reads labels, or a loss, which have no features.
  case notFeatures(String, of: String)
  /// The values are asked for of a node that holds labels or a loss.
  case noValues(String)
  /// A level outside what its noise can have.
  case level(of: String, found: Float, expected: String)
  /// A width that is too small, or beyond any use.
  case width(of: String, found: Int, atLeast: Int = 1)
  /// A surgery that this graph does not allow.
  case impossibleCut(String)

  /// The message.
  public var description: String {
    switch self {
    case .duplicateNode(let name): "two nodes are named \(name); give each its own name"
    case .noSuchNode(let name, let others):
      "there is no node \(name); there are \(others.joined(separator: ", "))"
    case .unknownInput(let input, let node):
      "\(node) reads \(input), which is not a node before it; nodes stand in topological order"
    case .inputCount(let node, let expected, let found):
      "\(node) reads \(found) nodes, its operation "
        + (expected.lowerBound == expected.upperBound
          ? "\(expected.lowerBound)"
          : "\(expected.lowerBound) or " + (expected.upperBound == .max ? "more" : "\(expected.upperBound)"))
    case .unknownParameter(let parameter, let node):
      "\(node) uses the parameter \(parameter), which is not in the table"
    case .parameterShape(let parameter, let node, let expected, let found):
      "\(node) needs \(parameter) to be \(expected); it is \(found)"
    case .twoRoles(let parameter, let first, let second):
      "\(parameter) is the \(first.rawValue) of one node and the \(second.rawValue) of another; give each its "
        + "own parameter"
    case .unusedParameter(let parameter): "no node uses the parameter \(parameter)"
    case .unknownFrozen(let parameter): "\(parameter) is frozen, but is not a parameter"
    case .secondInput(let node, let first):
      "\(node) is a second input beside \(first); examples come in at one node"
    case .inputWidths(let node, let first, let width, let second, let other):
      "\(node) combines \(first), which is \(width) wide, with \(second), which is \(other)"
    case .lossWidths(let node, let prediction, let width, let target, let other):
      "\(node) compares \(prediction), which is \(width) wide, with \(target), which is \(other)"
    case .lossTarget(let node, let loss, let target):
      "\(node): \(loss.title) compares with "
        + (loss.comparesWithLabels ? "labels" : "features") + "; \(target) holds "
        + (loss.comparesWithLabels ? "features" : "labels")
    case .notTerm(let input, let node):
      "\(node) adds \(input), which is not a loss or a penalty"
    case .repeatedTerm(let input, let node): "\(node) adds \(input) twice"
    case .sharedPrediction(let prediction, let loss):
      "\(loss) compares \(prediction) with its target, and so does another loss of the same sum; give "
        + "each a prediction of its own"
    case .mismatch(let node, let reason): "\(node): \(reason)"
    case .notFeatures(let input, let node): "\(node) reads \(input), which holds no features"
    case .noValues(let node): "\(node) holds no features, so it has no values to hand out"
    case .level(let node, let found, let expected):
      "\(node) has a level of \(found); it must be \(expected)"
    case .width(let node, let found, let least):
      "\(node) is \(found) wide; a width is at "
        + (found > LayerGraph.largestWidth ? "most \(LayerGraph.largestWidth)" : "least \(least)")
    case .impossibleCut(let reason): reason
    }
  }
}
