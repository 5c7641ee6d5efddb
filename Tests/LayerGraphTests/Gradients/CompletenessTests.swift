import StrataLinearAlgebra
import Testing

@testable import StrataLayerGraph

/// What is added is proven: nothing that a graph can hold is missing from the lists that the tests of gradients,
/// threads, memory and coding go through.
struct CompletenessTests {
  private func graphs() throws -> [LayerGraph] { try GradientCase.all.map { try $0.graph(1) } }

  @Test(arguments: Operation.Kind.allCases)
  func everyOperationIsInTheGradientCases(_ kind: Operation.Kind) throws {
    #expect(try graphs().contains { $0.nodes.contains { $0.operation.kind == kind } })
  }

  @Test(arguments: Activation.allCases)
  func everyActivationIsInTheGradientCases(_ activation: Activation) throws {
    #expect(
      try graphs().contains { $0.nodes.contains { $0.operation == .activation(function: activation) } })
    // And under a contraction, where its slopes change.
    let contracted = try graphs().filter { graph in
      graph.nodes.contains { node in
        if case .contraction = node.operation {
          graph[node.inputs[0]]?.operation == .activation(function: activation)
        } else {
          false
        }
      }
    }
    #expect(contracted.isEmpty == (activation == .linear))
  }

  @Test(arguments: Corruption.Kind.allCases)
  func everyNoiseIsInTheGradientCases(_ kind: Corruption.Kind) throws {
    #expect(GradientCase.corruptions.contains { $0.kind == kind })
    let isThere = try graphs().contains { graph in
      graph.nodes.contains {
        if case .corruption(let noise) = $0.operation { noise.kind == kind } else { false }
      }
    }
    #expect(isThere)
  }

  @Test(arguments: Loss.allCases)
  func everyLossIsInTheGradientCases(_ loss: Loss) throws {
    #expect(try graphs().contains { $0.nodes.contains { $0.operation == .loss(loss) } })
  }

  /// Whatever hands a gradient down has a term that is left out.
  @Test(arguments: Operation.Kind.allCases)
  func everyGradientHasAMutation(_ kind: Operation.Kind) throws {
    let nodes = try graphs().flatMap(\.nodes).filter { $0.operation.kind == kind }
    let handsDown = nodes.contains { !$0.operation.definition.differentiatedInputs.isEmpty }
    #expect(!handsDown || !kind.reference.omissions.isEmpty)
    for node in nodes { #expect(type(of: node.operation.reference) == kind.reference) }
  }

  /// Zeros that are said to be kept are kept, and no others: by what a noise does to examples that are mostly zero.
  @Test(arguments: Corruption.Kind.allCases)
  func zerosAreKeptWhereThatIsSaid(_ kind: Corruption.Kind) throws {
    let examples = SmallGraphs.features(rows: 60, columns: 50, density: 0.1, seed: 3)
    let noisy = try [Corruption(kind, level: 0.4)].applied(
      to: examples, noise: .init(seed: 3), execution: Execution(threads: 1))
    let left = Float(noisy.elements.count { $0 != 0 }) / Float(examples.elements.count { $0 != 0 })
    #expect(kind.keepsZeros == (left < 1.2))
    if kind.keepsZeros { #expect(abs(left - Corruption(kind, level: 0.4).nonZerosLeft) < 0.15) }
  }
}
