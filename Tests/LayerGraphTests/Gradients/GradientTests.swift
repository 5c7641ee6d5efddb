import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// Forward values, losses and gradients of every kind of graph against a reference in Double.
struct GradientTests {
  /// What float arithmetic leaves of sums over a few dozen terms.
  static let tolerance = 2e-6

  /// All rows of a full batch, and fewer rows than the memory holds, not in order.
  static let batches: [(examples: [Int32], batchSize: Int)] = [([0, 1, 2, 3, 4], 5), ([6, 2, 5], 5)]

  static func passes(_ graph: LayerGraph, seed: UInt64, threads: Int) -> [LibraryPass] {
    batches.map { batch in
      var pass = LibraryPass(
        graph, features: SmallGraphs.features(rows: 7, seed: seed),
        labels: SmallGraphs.labels(rows: 7, seed: seed), examples: batch.examples)
      pass.batchSize = batch.batchSize
      pass.noise = .init(seed: seed)
      pass.epoch = 3
      pass.progress = 0.25
      pass.threads = threads
      return pass
    }
  }

  @Test(arguments: GradientCase.all, [1, 2] as [UInt64])
  func gradientsAgreeWithCentralDifferences(_ gradientCase: GradientCase, seed: UInt64) throws {
    let graph = try gradientCase.graph(seed)
    for pass in Self.passes(graph, seed: seed, threads: 1) {
      let reference = pass.reference
      let expected = reference.centralDifferences(of: "loss", input: pass.referenceInput)
      for threads in [1, 2] {
        var pass = pass
        pass.threads = threads
        let found = try pass.gradients(of: "loss")
        #expect(abs(found.loss / reference.loss("loss") - 1) < 5e-7)
        #expect(relativeError(found.gradients, expected) < Self.tolerance * reference.conditioning)
      }
    }
  }

  @Test(arguments: GradientCase.all, [1, 2])
  func valuesAgreeWithTheDefinitions(_ gradientCase: GradientCase, threads: Int) throws {
    let graph = try gradientCase.graph(3)
    for pass in Self.passes(graph, seed: 3, threads: threads) {
      let reference = pass.reference
      for (node, expected) in reference.values {
        #expect(try relativeError(pass.value(of: node), expected) < 1e-6 * reference.conditioning, "\(node)")
      }
      #expect(abs(try pass.meanLoss("loss") / reference.loss("loss") - 1) < 5e-7)
    }
  }

  /// With factors rounded to bfloat16 gradients are the same but for that: a factor whose rounded copy is
  /// out of date, after another batch or another pass, is off by more.
  @Test(arguments: GradientCase.all, Engine.available)
  func roundedGradientsAreClose(_ gradientCase: GradientCase, engine: Engine) throws {
    let graph = try gradientCase.graph(5)
    for precision in [Precision.bfloat16, .emulatedBFloat16] {
      let arithmetic = Arithmetic(engine: engine, precision: precision)
      guard arithmetic.isPossible else { continue }
      for var pass in Self.passes(graph, seed: 5, threads: 2) {
        pass.arithmetic = arithmetic
        let reference = pass.reference
        let found = try pass.gradients(of: "loss")
        let error = relativeError(found.gradients, reference.gradient(of: "loss"))
        #expect(error < 0.03 * reference.conditioning)
        #expect(error > Self.tolerance, "nothing was rounded")
        #expect(abs(found.loss / reference.loss("loss") - 1) < 0.01)
      }
    }
  }

  /// Without noise the same graphs are differentiated as if their noises were not there.
  @Test(arguments: GradientCase.all)
  func gradientsOfAPassWithoutNoise(_ gradientCase: GradientCase) throws {
    let graph = try gradientCase.graph(4)
    var pass = Self.passes(graph, seed: 4, threads: 2)[0]
    pass.noise = nil
    let expected = pass.reference.gradient(of: "loss")
    #expect(try relativeError(pass.gradients(of: "loss").gradients, expected) < Self.tolerance)
  }

  /// Widths that are cut by columns, by rows, and one beside the other; products that skip the
  /// zeros of the examples and products that do not.
  @Test(
    arguments: [(70, 66), (70, 18), (18, 330), (200, 10)].map(SmallGraphs.Widths.init), [1, 2, 3])
  func gradientsOfWideGraphs(widths: SmallGraphs.Widths, threads: Int) throws {
    let noises: [Operation] =
      GradientCase.inner.map { .corruption($0) } + [.dropout(rate: 0.4), .softmax]
    let graphs =
      try GradientCase.corruptions.flatMap {
        [
          try SmallGraphs.autoencoder(
            corruption: $0,
            penalties: [.contraction(strength: 0.1), .sparsity(Sparsity(target: 0.2, strength: 0.5))],
            widths: widths),
          try SmallGraphs.autoencoder(
            corruption: .masking(0.3), loss: $0.kind == .masking ? .crossEntropy : .squaredError,
            emphasis: Emphasis(corrupted: 1, untouched: 0.5), widths: widths),
          try SmallGraphs.autoencoder(corruption: $0, widths: widths),
          try SmallGraphs.autoencoder(
            corruption: $0, activation: .relu, loss: .squaredError, isTied: false, widths: widths),
        ]
      } + noises.map { try SmallGraphs.classifier(middle: $0, widths: widths) }
      + [
        SmallGraphs.scaled(widths: widths), SmallGraphs.scaled(fromTheInput: true, widths: widths),
        SmallGraphs.standardized(widths: widths), SmallGraphs.gated(widths: widths),
      ]
    for (graph, density) in graphs.flatMap({ graph in [1, 0.2].map { (graph, Float($0)) } }) {
      for batch in Self.batches {
        var pass = LibraryPass(
          graph,
          features: SmallGraphs.features(rows: 7, columns: widths.inputs, density: density, seed: 2),
          labels: SmallGraphs.labels(rows: 7, seed: 2), examples: batch.examples)
        pass.batchSize = batch.batchSize
        pass.noise = .init(seed: 2)
        pass.progress = 0.25
        pass.threads = threads
        pass.density = density
        let reference = pass.reference
        let expected = reference.gradient(of: "loss")
        let found = try pass.gradients(of: "loss")
        #expect(abs(found.loss / reference.loss("loss") - 1) < 5e-7)
        #expect(relativeError(found.gradients, expected) < Self.tolerance * reference.conditioning)
        // Rounding may carry a ReLU over its kink, and a gradient with it.
        guard !graph.nodes.contains(where: { $0.operation == .activation(function: .relu) }) else {
          continue
        }
        pass.arithmetic = Arithmetic(precision: .emulatedBFloat16)
        let rounded = try relativeError(pass.gradients(of: "loss").gradients, expected)
        #expect(rounded < 0.03 * reference.conditioning)
      }
    }
  }
}
