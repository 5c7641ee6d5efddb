import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// What the noises do, seen from outside: a graph of an input and a noise, read at the noise.
struct NoiseTests {
  static let width = 150
  static let rows = 200

  /// What a noise makes of some examples.
  private func corrupted(
    _ operation: Operation, _ features: any Features, seed: UInt64 = 1, epoch: Int = 0, progress: Float = 0,
    examples: [Int32]? = nil, batchSize: Int? = nil, threads: Int = 1, isTraining: Bool = true,
    node: String = "noise"
  ) throws -> Matrix {
    let graph = try LayerGraph(
      nodes: [
        Node("input", .input(width: features.columns)), Node(node, operation, inputs: ["input"]),
      ], parameters: ParameterTable())
    var pass = LibraryPass(
      graph, features: features, examples: examples ?? (0..<Int32(features.rows)).map { $0 })
    pass.batchSize = batchSize ?? pass.batchSize
    pass.threads = threads
    pass.epoch = epoch
    pass.progress = progress
    pass.noise = isTraining ? .init(seed: seed) : nil
    return try pass.value(of: node)
  }

  private let features = SmallGraphs.features(rows: rows, columns: width, seed: 5)
  private static let count = Double(rows * width)

  /// The share of elements that satisfy a test lies within five standard deviations of `rate`.
  private func hasRate(
    _ rate: Double, _ found: Matrix, _ test: (_ clean: Float, _ corrupted: Float) -> Bool
  ) -> Bool {
    let hits = zip(features.elements, found.elements).count { test($0, $1) }
    let deviation = (rate * (1 - rate) / Self.count).squareRoot()
    return abs(Double(hits) / Self.count - rate) <= 5 * deviation
  }

  @Test(arguments: [0.1, 0.25, 0.5, 0.9] as [Float], [1, 2] as [UInt64])
  func ratesAreTheLevels(level: Float, seed: UInt64) throws {
    let rate = Double(level)
    let masked = try corrupted(.corruption(.masking(level)), features, seed: seed)
    #expect(hasRate(rate, masked) { $1 == 0 })
    #expect(hasRate(1 - rate, masked) { $1 == $0 })

    let flipped = try corrupted(.corruption(.bitFlip(level)), features, seed: seed)
    #expect(hasRate(rate, flipped) { $1 == 1 - $0 })
    #expect(hasRate(1 - rate, flipped) { $1 == $0 })

    let peppered = try corrupted(.corruption(.saltAndPepper(level)), features, seed: seed)
    #expect(hasRate(rate / 2, peppered) { $1 == 0 })
    #expect(hasRate(rate / 2, peppered) { $1 == 1 })
    #expect(hasRate(1 - rate, peppered) { $1 == $0 })

    // One partner in `rows` is the example itself.
    let swapped = try corrupted(.corruption(.swap(level)), features, seed: seed)
    #expect(hasRate(rate * (1 - 1 / Double(Self.rows)), swapped) { $1 != $0 })

    let dropped = try corrupted(.dropout(rate: level), features, seed: seed)
    #expect(hasRate(rate, dropped) { $1 == 0 })
    #expect(hasRate(1 - rate, dropped) { $1 == $0 * (1 / (1 - level)) })
  }

  /// In the first epoch the level is the first one, in the last the final one, half-way the middle.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func aLevelChangesInAStraightLine(seed: UInt64) throws {
    let noise = Operation.corruption(.masking(0.5).changing(to: 0.1))
    for (progress, rate) in [(0, 0.5), (0.5, 0.3), (1, 0.1)] as [(Float, Float)] {
      let masked = try corrupted(noise, features, seed: seed, progress: progress)
      #expect(hasRate(Double(rate), masked) { $1 == 0 })
      #expect(try masked == corrupted(.corruption(.masking(rate)), features, seed: seed))
    }
  }

  /// Noises of one kind at two nodes hit each other's elements no more often than chance has it.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func noisesAreIndependentOfEachOther(seed: UInt64) throws {
    let graph = try LayerGraph(
      nodes: [
        Node("input", .input(width: Self.width)),
        Node("corruption.0.1", .corruption(.masking(0.4)), inputs: ["input"]),
        Node("corruption.0", .corruption(.masking(0.5)), inputs: ["corruption.0.1"]),
      ], parameters: ParameterTable())
    var pass = LibraryPass(graph, features: features)
    pass.noise = .init(seed: seed)
    #expect(hasRate(1 - 0.6 * 0.5, try pass.value(of: "corruption.0")) { $1 == 0 })
    #expect(hasRate(0.4, try pass.value(of: "corruption.0.1")) { $1 == 0 })
  }

  /// What is swapped in comes from the same column, and from every example as often.
  @Test(arguments: [1, 2, 3], [1, 2] as [UInt64])
  func swapsTakeTheColumnsOwnValues(threads: Int, seed: UInt64) throws {
    // Numbers that say where they stand.
    let places = Matrix(
      rows: Self.rows, columns: Self.width, (0..<Self.rows * Self.width).map(Float.init))
    let found = try corrupted(.corruption(.swap(1)), places, seed: seed, threads: threads)
    var counts = [Int](repeating: 0, count: Self.rows)
    for (position, value) in found.elements.enumerated() {
      #expect(Int(value) % Self.width == position % Self.width)
      counts[Int(value) / Self.width] += 1
    }
    let expected = Double(Self.width)
    let deviation = expected.squareRoot()
    #expect(counts.allSatisfy { abs(Double($0) - expected) < 5 * deviation })
    // Neighbours in a row come from different examples.
    let rows = found.elements.map { Int($0) / Self.width }
    let same = zip(rows, rows.dropFirst()).count { $0 == $1 }
    #expect(Double(same) < Self.count / Double(Self.rows) + 5 * (Self.count / Double(Self.rows)).squareRoot())
    let bytes = ByteMatrix(
      rows: Self.rows, columns: Self.width, features.elements.map { UInt8($0 * 255) })
    #expect(
      try corrupted(.corruption(.swap(0.5)), bytes, seed: seed, threads: threads)
        == corrupted(.corruption(.swap(0.5)), bytes.matrix, seed: seed))
  }

  /// Masking after Gaussian noise leaves zeros; Gaussian noise after masking fills them.
  @Test(arguments: [1, 2]) func compositionHasAnOrder(threads: Int) throws {
    func both(_ noises: Corruption...) throws -> Matrix {
      var nodes = [Node("input", .input(width: Self.width))]
      for (position, noise) in noises.enumerated() {
        nodes.append(Node("noise.\(position)", .corruption(noise), inputs: [nodes[position].name]))
      }
      let graph = try LayerGraph(nodes: nodes, parameters: ParameterTable())
      var pass = LibraryPass(graph, features: features)
      pass.noise = .init(seed: 4)
      pass.threads = threads
      return try pass.value(of: "noise.1")
    }
    #expect(hasRate(0.3, try both(.gaussian(0.2), .masking(0.3))) { $1 == 0 })
    #expect(try both(.masking(0.3), .gaussian(0.2)).elements.allSatisfy { $0 != 0 })
  }

  /// What counts as corrupted is what the draw hits, whatever was there before, and of several noises what
  /// any of them hits.
  @Test(arguments: [1, 2, 3], [1, 2, 3] as [UInt64])
  func emphasisIsOnWhatTheDrawHits(threads: Int, seed: UInt64) throws {
    let graph = try LayerGraph(
      nodes: [
        Node("input", .input(width: Self.width)),
        Node("masking", .corruption(.masking(0.4)), inputs: ["input"]),
        Node("flips", .corruption(.bitFlip(0.5)), inputs: ["masking"]),
        Node("first", .emphasis(Emphasis(corrupted: 3, untouched: 2)), inputs: ["masking"]),
        Node("both", .emphasis(Emphasis(corrupted: 3, untouched: 2)), inputs: ["masking", "flips"]),
      ], parameters: ParameterTable())
    func value(_ node: String, of features: Matrix, hasNoise: Bool = true) throws -> Matrix {
      var pass = LibraryPass(graph, features: features)
      pass.noise = hasNoise ? .init(seed: seed) : nil
      pass.threads = threads
      return try pass.value(of: node)
    }
    let weights = try value("first", of: features)
    let masked = try value("masking", of: features)
    #expect(weights.elements == masked.elements.map { $0 == 0 ? 3 : 2 })
    let zeros = Matrix(rows: Self.rows, columns: Self.width)
    #expect(try value("first", of: zeros) == weights)
    #expect(hasRate(1 - 0.6 * 0.5, try value("both", of: features)) { $1 == 3 })
    #expect(try value("both", of: features, hasNoise: false).elements.allSatisfy { $0 == 2 })
  }

  @Test(arguments: [0.1, 0.5, 3] as [Float])
  func gaussianNoiseHasItsDeviation(sigma: Float) throws {
    let noisy = try corrupted(.corruption(.gaussian(sigma)), features)
    let noise = zip(features.elements, noisy.elements).map { Double($1 - $0) / Double(sigma) }
    let mean = noise.reduce(0, +) / Self.count
    let variance = noise.reduce(0) { $0 + $1 * $1 } / Self.count
    #expect(abs(mean) < 5 / Self.count.squareRoot())
    #expect(abs(variance - 1) < 5 * (2 / Self.count).squareRoot())
  }

  /// What is hit in one example says nothing of its neighbours, of other examples or other epochs.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func hitsAreIndependent(seed: UInt64) throws {
    let rate = 0.3
    func hits(epoch: Int) throws -> [Bool] {
      try corrupted(.corruption(.masking(Float(rate))), features, seed: seed, epoch: epoch)
        .elements.map { $0 == 0 }
    }
    let own = try hits(epoch: 0)
    let shifts = [1, 16, 64, Self.width]
    for other in try shifts.map({ own.dropFirst($0) + own.prefix($0) }) + [hits(epoch: 1)[...]] {
      let both = Double(zip(own, other).count { $0 && $1 }) / Self.count
      let deviation = (rate * rate * (1 - rate * rate) / Self.count).squareRoot()
      #expect(abs(both - rate * rate) < 5 * deviation)
    }
  }

  static let noises: [Operation] =
    GradientCase.corruptions.map { .corruption($0) } + [.dropout(rate: 0.4)]

  @Test(arguments: noises)
  func everyPresentationIsFresh(noise: Operation) throws {
    let draws = try (0..<5).map { try corrupted(noise, features, epoch: $0) }
    for (epoch, draw) in draws.enumerated() {
      #expect(draws[..<epoch].allSatisfy { $0 != draw })
      #expect(try corrupted(noise, features, epoch: epoch) == draw)
    }
    #expect(try corrupted(noise, features, seed: 2) != draws[0])
    #expect(try corrupted(noise, features, node: "other") != draws[0])
  }

  /// The noise of an example is its own: whatever batch it is in, wherever it stands there, and
  /// however many threads draw it.
  @Test(arguments: noises, [1, 2, 3])
  func aDrawBelongsToTheExample(noise: Operation, threads: Int) throws {
    let whole = try corrupted(noise, features, epoch: 4)
    let examples: [Int32] = [17, 3, 199, 0, 64]
    for batchSize in [5, 9] {
      let some = try corrupted(
        noise, features, epoch: 4, examples: examples, batchSize: batchSize, threads: threads)
      for (position, example) in examples.enumerated() {
        #expect(some.row(position).elementsEqual(whole.row(Int(example))))
      }
    }
  }

  @Test(arguments: Corruption.Kind.allCases)
  func levelZeroIsTheInputItself(kind: Corruption.Kind) throws {
    #expect(try corrupted(.corruption(Corruption(kind, level: 0)), features) == features)
    #expect(try corrupted(.dropout(rate: 0), features) == features)
  }

  @Test func levelOneIsCertain() throws {
    let zeros = Matrix(rows: Self.rows, columns: Self.width)
    #expect(try corrupted(.corruption(.masking(1)), features) == zeros)
    let flipped = features.elements.map { 1 - $0 }
    #expect(try corrupted(.corruption(.bitFlip(1)), features).elements == flipped)
    let peppered = try corrupted(.corruption(.saltAndPepper(1)), features)
    #expect(peppered.elements.allSatisfy { $0 == 0 || $0 == 1 })
    #expect(hasRate(0.5, peppered) { $1 == 1 })
  }

  @Test(arguments: noises)
  func noiseIsAbsentInAnInferencePass(noise: Operation) throws {
    #expect(try corrupted(noise, features, isTraining: false) == features)
    let graph = try LayerGraph(
      nodes: [
        Node("input", .input(width: Self.width)), Node("noise", noise, inputs: ["input"]),
        Node("code", .activation(function: .tanh), inputs: ["noise"]),
      ], parameters: ParameterTable())
    let clean = try LayerGraph(
      nodes: [
        Node("input", .input(width: Self.width)),
        Node("code", .activation(function: .tanh), inputs: ["input"]),
      ], parameters: ParameterTable())
    #expect(try graph.values(of: "code", for: features) == clean.values(of: "code", for: features))
  }
}
