import StrataLinearAlgebra
import Testing

@testable import StrataLayerGraph

/// What a parameter is for is said once, and everything goes by it.
struct ParameterRoleTests {
  /// A graph in which one name has two roles.
  private func twoRoles(_ one: Operation, _ other: Operation) throws -> LayerGraph {
    var table = ParameterTable()
    let names = Set([one, other].flatMap(\.parameters))
    for name in names.sorted() {
      table[name] = Matrix(rows: 1, columns: 1, repeating: 1)
    }
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: 1)), Node("one", one, inputs: ["input"]),
        Node("other", other, inputs: ["one"]),
      ], parameters: table)
  }

  /// A use of the parameter `p` in each role, with other names for the rest.
  private static func use(_ role: ParameterRole, _ name: String) -> Operation {
    switch role {
    case .weight: .dense(weight: "p", bias: nil, transposed: false)
    case .bias: .dense(weight: name, bias: "p", transposed: false)
    case .gain: .scaleAndShift(gain: "p", bias: name)
    case .mean: .standardization(mean: "p", deviation: name)
    case .deviation: .standardization(mean: name, deviation: "p")
    }
  }

  @Test(arguments: ParameterRole.allCases, ParameterRole.allCases)
  func aNameHasOneRole(first: ParameterRole, second: ParameterRole) throws {
    let uses = (Self.use(first, "a"), Self.use(second, "b"))
    if first == second {
      #expect(try twoRoles(uses.0, uses.1).roles["p"] == first)
    } else {
      let error = #expect(throws: GraphError.self) { try twoRoles(uses.0, uses.1) }
      #expect(
        error?.description
          == "p is the \(first.rawValue) of one node and the \(second.rawValue) of another; give each its own "
          + "parameter")
    }
  }

  /// Within one node too.
  @Test func anOperationDoesNotNameOneParameterTwice() {
    #expect(throws: GraphError.twoRoles("p", .gain, .bias)) {
      try twoRoles(.scaleAndShift(gain: "p", bias: "p"), .softmax)
    }
  }

  /// Shapes follow from the declared sides.
  @Test func aWrongShapeIsNamed() {
    var table = ParameterTable()
    table["gain"] = Matrix(rows: 1, columns: 4)
    table["bias"] = Matrix(rows: 1, columns: 3)
    let error = #expect(throws: GraphError.self) {
      try LayerGraph(
        nodes: [
          Node("input", .input(width: 3)),
          Node("scaled", .scaleAndShift(gain: "gain", bias: "bias"), inputs: ["input"]),
        ], parameters: table)
    }
    #expect(error?.description == "scaled needs gain to be 1 × 3; it is 1 × 4")
  }

  @Test func factorsOfAProductAreAsWide() {
    var table = ParameterTable()
    table["w"] = Matrix(rows: 3, columns: 2)
    let error = #expect(throws: GraphError.self) {
      try LayerGraph(
        nodes: [
          Node("input", .input(width: 3)),
          Node("dense", .dense(weight: "w", bias: nil, transposed: false), inputs: ["input"]),
          Node("product", .product, inputs: ["input", "dense"]),
        ], parameters: table)
    }
    #expect(error?.description == "product combines input, which is 3 wide, with dense, which is 2")
  }

  private func trained(_ graph: LayerGraph, decay: Float, maxNorm: Float?, _ optimizer: Optimizer) throws
    -> Trainer
  {
    let trainer = try Trainer(
      graph, minimizing: "loss", features: SmallGraphs.features(rows: 20, seed: 1),
      recipe: TrainingRecipe(
        epochs: 1, batchSize: 10, learningRate: 0.01, optimizer: optimizer, weightDecay: decay,
        maxNorm: maxNorm), seed: 1)
    _ = try trainer.trainEpoch()
    return trainer
  }

  private static let optimizers: [Optimizer] = [.sgd(), .sgd(momentum: 0.5), .adam(), .adamW()]

  /// What is measured is never stepped, and no optimizer remembers anything of it.
  @Test(arguments: optimizers) func aStatisticIsNeverTrained(_ optimizer: Optimizer) throws {
    let graph = try SmallGraphs.standardized()
    let trainer = try trained(graph, decay: 0.1, maxNorm: 0.01, optimizer)
    for name in graph.parameters.names {
      let isMeasured = graph.roles[name]?.isTrained == false
      #expect((trainer.state.parameters[name] == graph.parameters[name]) == isMeasured, "\(name)")
      #expect(trainer.state.optimizer.slots.keys.contains(name) == (!isMeasured && optimizer.slots > 0))
    }
    #expect(graph.trainable == ["encoder.weight", "head.weight"])
    #expect(graph.summary.trainable == graph.parameterCount - 2 * SmallGraphs.units)
    #expect(graph.summary.rows.first { $0.node == "standard" }?.isFrozen == true)
  }

  /// Decay and limits move weights alone: with other settings the first step of a gain is the same.
  @Test(arguments: optimizers) func onlyWeightsAreDecayedAndLimited(_ optimizer: Optimizer) throws {
    let graph = try SmallGraphs.scaled()
    func first(_ decay: Float, _ maxNorm: Float?) throws -> ParameterTable {
      let trainer = try Trainer(
        graph, minimizing: "loss", features: SmallGraphs.features(rows: 10, seed: 1),
        recipe: TrainingRecipe(
          epochs: 1, batchSize: 10, learningRate: 0.01, optimizer: optimizer, weightDecay: decay,
          maxNorm: maxNorm), seed: 1)
      _ = try trainer.trainEpoch()
      return trainer.graph.parameters
    }
    let (plain, decayed, limited) = (try first(0, nil), try first(0.2, nil), try first(0, 0.01))
    for name in graph.parameters.names {
      let isWeight = graph.roles[name] == .weight
      #expect((plain[name] != decayed[name]) == isWeight, "\(name)")
      #expect((plain[name] != limited[name]) == isWeight, "\(name)")
    }
  }

  /// Only what products read has a rounded copy.
  @Test func onlyWeightsHaveACopy() throws {
    for graph in [try SmallGraphs.scaled(), try SmallGraphs.standardized()] {
      let store = ParameterStore(graph, precision: .emulatedBFloat16)
      for name in graph.parameters.names {
        #expect(store[name].isRounded == (graph.roles[name] == .weight), "\(name)")
      }
    }
  }

  @Test func eachRoleHasABeginning() {
    let stream = RandomStream(seed: 1, purpose: "p")
    let shape = Shape(rows: 1, columns: 3)
    for initialization in [Initialization.he, .glorot(gain: 4), .uniform(limit: 1)] {
      func start(_ role: ParameterRole) -> Matrix { initialization.parameter(role, shape, stream: stream) }
      #expect(start(.bias).elements == [0, 0, 0] && start(.gain).elements == [1, 1, 1])
      #expect(start(.mean).elements == [0, 0, 0] && start(.deviation).elements == [1, 1, 1])
      #expect(start(.weight) == initialization.weight(inputs: 1, outputs: 3, stream: stream))
    }
  }
}
