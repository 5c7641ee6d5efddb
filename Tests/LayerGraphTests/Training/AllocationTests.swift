import CStrataTestSupport
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// A training step allocates no memory: every malloc of the threads that take the step is counted. With
/// OpenBLAS, that is: oneDNN takes memory inside of a product and gives it back.
@Suite(.enabled(if: strata_test_counts_allocations(), "malloc cannot be counted in this build"))
struct AllocationTests {
  /// Features that may allocate. Like a data set's images they are more than three words, so that a new
  /// `any Features` made of them takes memory. Under a sanitizer they have the threads that read them counted;
  /// elsewhere all threads of the team are, which inherit the count of whoever starts them.
  private struct WatchedFeatures: Features {
    let features: any Features
    let count: Int32
    /// True to allocate in each step, where the batch's only panel is taken.
    let allocates: Bool
    var rows: Int { features.rows }
    var columns: Int { features.columns }
    var range: ClosedRange<Float>? { features.range }
    var density: Float { features.density }

    func copy(
      rows: UnsafeBufferPointer<Int32>, columns share: Range<Int>,
      into batch: UnsafeMutablePointer<Float>, stride: Int
    ) {
      strata_test_count_this_thread(count)
      if allocates { strata_test_allocate() }
      features.copy(rows: rows, columns: share, into: batch, stride: stride)
    }
  }

  /// The allocations from one step to the next, for the later steps of an epoch; the last step has
  /// fewer examples than the others.
  private func allocations(
    _ graph: LayerGraph, optimizer: Optimizer = .sgd(), maxNorm: Float? = nil, density: Float = 1,
    threads: Int, allocatingOnPurpose: Bool = false
  ) throws -> [Int64] {
    let count = strata_test_new_count()
    strata_test_count_this_thread(count)
    let trainer = try Trainer(
      graph, minimizing: "loss",
      features: WatchedFeatures(
        features: SmallGraphs.features(
          rows: 47, columns: graph.inputWidth, density: density, seed: 1), count: count,
        allocates: allocatingOnPurpose),
      labels: SmallGraphs.labels(rows: 47, seed: 1),
      recipe: TrainingRecipe(
        epochs: 2, batchSize: 4, learningRate: 0.01,
        schedule: Schedule(.cosine, warmUpEpochs: 0.5), optimizer: optimizer, weightDecay: 1e-3,
        maxNorm: maxNorm),
      seed: 1, execution: Execution(engine: .openBLAS, threads: threads))
    defer { strata_test_count_this_thread(0) }
    _ = try trainer.trainEpoch()
    var counts = ContiguousArray<Int64>()
    counts.reserveCapacity(100)
    _ = try trainer.trainEpoch { _ in counts.append(strata_test_allocations(count)) }
    return zip(counts, counts.dropFirst()).map { $1 - $0 }
  }

  @Test(arguments: GradientCase.all, [1, 2])
  func noStepAllocates(_ gradientCase: GradientCase, threads: Int) throws {
    let counts = try allocations(
      gradientCase.graph(1), optimizer: .sgd(momentum: 0.9), threads: threads)
    #expect(counts == [Int64](repeating: 0, count: 11))
  }

  @Test(arguments: OptimizerTests.optimizers, [1, 2])
  func noOptimizerAllocates(optimizer: Optimizer, threads: Int) throws {
    let graph = try SmallGraphs.autoencoder(corruption: .masking(0.25))
    let counts = try allocations(graph, optimizer: optimizer, maxNorm: 1, threads: threads)
    #expect(counts == [Int64](repeating: 0, count: 11))
  }

  /// Wide values, shared by columns, and products that skip zeros. They are as wide as the real ones:
  /// OpenBLAS has kernels for products of less than 100³ that allocate memory of their own.
  @Test(arguments: [1, 2])
  func noWideStepAllocates(threads: Int) throws {
    let widths = SmallGraphs.Widths(inputs: 784, units: 1000)
    for density: Float in [1, 0.1] {
      for penalties in TrainerTests.penalties {
        let graph = try SmallGraphs.autoencoder(
          corruption: .masking(0.25), penalties: penalties, widths: widths)
        let counts = try allocations(graph, density: density, threads: threads)
        #expect(counts == [Int64](repeating: 0, count: 11))
      }
    }
  }

  /// That the count can fail: what a worker takes in each step, whichever it is, is seen, plain memory and memory on a
  /// boundary. C takes it, as an optimizer may do without a Swift object that nobody reads.
  @Test(arguments: [1, 2])
  func anAllocationIsSeen(threads: Int) throws {
    let counts = try allocations(
      SmallGraphs.autoencoder(), threads: threads, allocatingOnPurpose: true)
    let each = strata_test_counts_aligned_memory() ? 2 : 1
    #expect(counts == [Int64](repeating: Int64(each), count: 11))
  }
}
