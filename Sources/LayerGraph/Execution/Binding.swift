internal import StrataLinearAlgebra

/// A node of a graph together with its memory: what an operation needs to know to be bound.
struct Binding {
  let graph: LayerGraph
  let plan: Plan
  let memory: BatchMemory
  let parameters: ParameterStore
  let arithmetic: Arithmetic
  /// The noise of the pass; nil in a pass without noise.
  let noise: Workspace.Noise?
  /// Which statistics standardizations go by.
  let statistics: Workspace.Statistics
  /// The dense nodes whose products skip the zeros of their input, with the memory for the others.
  let sparse: [Int: SparseBatch]
  /// How the values of the nodes before this one are cut.
  let panelsBefore: [Int: Panels]

  /// The node's position in the graph.
  let index: Int
  var node: Node { graph.nodes[index] }
  /// The positions of its inputs.
  let inputs: [Int]

  /// The node's value, batch × width.
  var value: Place { memory.value(index) }
  /// The value of an input.
  func input(_ position: Int) -> Place { memory.value(inputs[position]) }
  /// The gradient with respect to the node's value; nil where nothing below is trained.
  var delta: Place? { plan.differentiable.contains(index) ? memory.delta(index) : nil }
  /// One of the rows that the node keeps for itself (`OperationDefinition.ownRows`): 1 × the width of its first input.
  func own(_ row: Int) -> Place { memory[.own(index, row)] }
  /// How the value of an input is cut.
  func panels(ofInput position: Int) -> Panels {
    panelsBefore[inputs[position]] ?? Panels(of: input(position).shape)
  }

  /// Where the gradient with respect to an input goes; nil where that has none.
  func gradient(ofInput position: Int) -> InputGradientPlace? {
    guard let accumulates = plan.handsDown[index]?[position] else { return nil }
    return InputGradientPlace(place: memory.delta(inputs[position]), accumulates: accumulates)
  }

  /// The stream of the node's noise; nil in a pass without noise.
  func stream(of purpose: String? = nil) -> RandomStream? {
    noise.map { RandomStream(seed: $0.seed, purpose: $0.purpose + (purpose ?? node.name)) }
  }
}

/// Where an operation puts the gradient with respect to one of its inputs.
struct InputGradientPlace: Sendable {
  let place: Place
  /// True when it is added to what another node has put there, false when it is written over whatever is there.
  let accumulates: Bool

  /// What a product leaves of the place's numbers.
  var beta: Float { accumulates ? 1 : 0 }
}

/// An operation bound to the memory that it works on: forward and backward side by side, each as steps.
protocol BoundOperation: Sendable {
  /// How its value is cut into panels.
  var panels: Panels { get }
  /// Computes the value.
  var forward: [Step] { get }
  /// Computes the gradient with respect to each input that has one, from a complete gradient with respect to
  /// the value.
  var backward: [Step] { get }
  /// What it adds to the gradient of a parameter.
  func terms(of parameter: String) -> [any GradientTerm]
}

extension BoundOperation {
  func terms(of parameter: String) -> [any GradientTerm] { [] }
}

/// What one node adds to the gradient of a parameter, once a backward pass has been made.
protocol GradientTerm: Sendable {
  /// True when it reads the parameter itself, which the other terms may write.
  var readsParameter: Bool { get }
  /// What it reads of values and their gradients.
  var accesses: [Access] { get }
  /// About how many multiplications all of it takes.
  var cost: Int { get }
  /// target = term + beta · target, for a region of it, from the examples of a batch.
  func add(to target: Window, region: Region, batch: Batch, beta: Float)
}
