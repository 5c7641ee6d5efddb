import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataTestSupport
import Testing

@testable import StrataClassifiers

struct LabelSpreadingTests {
  /// Points around some centres far from each other, class by class in turn.
  private func clusters(_ count: Int, classes: Int, seed: UInt64) -> (features: Matrix, classes: [Int32]) {
    let draws = RandomStream(seed: seed, purpose: "test").normal(count: 2 * count)
    let labels = (0..<count).map { Int32($0 % classes) }
    let elements = draws.enumerated().map { index, draw in
      let label = Float(labels[index / 2])
      return draw + (index % 2 == 0 ? 9 * label : 4 * label * label)
    }
    return (Matrix(rows: count, columns: 2, elements), labels)
  }

  @Test(arguments: 1...5) func oneLabelOfEachClusterIsEnough(seed: Int) throws {
    let (features, truth) = clusters(300, classes: 3, seed: UInt64(seed))
    let given = truth.indices.map { $0 < 3 ? truth[$0] : -1 }
    let spread = try LabelSpreading(neighbours: 8, measure: .distance)
      .spread(given, classes: 3, over: features, execution: Execution(threads: 1))
    let wrong = zip(spread, truth).count { $0 != $1 }
    #expect(wrong <= 6, "\(wrong) of 300")
    #expect(Array(spread.prefix(3)) == Array(truth.prefix(3)))
  }

  /// (I − αS)⁻¹ Y by elimination, in place of conjugate gradients.
  @Test func theScoresSolveTheEquations() throws {
    let (features, truth) = clusters(40, classes: 3, seed: 9)
    let labels = truth.indices.map { $0 < 5 ? truth[$0] : -1 }
    let graph = NeighbourGraph(
      try NearestNeighbours(of: features, count: 4, by: .distance, execution: Execution(threads: 1)))
    let scores = graph.diffused(from: labels, classes: 3, trust: 0.9)
    for row in 0..<40 {
      for label in 0..<3 {
        var sum = scores[row * 3 + label]
        for place in graph.starts[row]..<graph.starts[row + 1] {
          sum -= 0.9 * graph.weights[place] * scores[Int(graph.neighbours[place]) * 3 + label]
        }
        #expect(abs(sum - (labels[row] == label ? 1 : 0)) < 1e-8)
      }
    }
  }

  /// S is symmetric, each pair is in it once, nobody is its own neighbour, and its largest eigenvalue is 1, with √D for a vector.
  @Test func theGraphIsNormalized() throws {
    let (features, _) = clusters(60, classes: 2, seed: 4)
    let graph = NeighbourGraph(
      try NearestNeighbours(of: features, count: 5, by: .distance, execution: Execution(threads: 1)))
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: 60), count: 60)
    for row in 0..<60 {
      let others = graph.neighbours[graph.starts[row]..<graph.starts[row + 1]]
      #expect(others.count >= 5 && Set(others).count == others.count && !others.contains(Int32(row)))
      for place in graph.starts[row]..<graph.starts[row + 1] {
        matrix[row][Int(graph.neighbours[place])] = graph.weights[place]
      }
    }
    for row in 0..<60 { for column in 0..<60 { #expect(matrix[row][column] == matrix[column][row]) } }
    var vector = [Double](repeating: 1, count: 60)
    var length = 0.0
    for _ in 0..<500 {
      let image = matrix.map { zip($0, vector).reduce(0) { $0 + $1.0 * $1.1 } }
      // Half a step, so that what would swing between two signs dies away too.
      vector = zip(vector, image).map { ($0 + $1) / 2 }
      length = vector.map { $0 * $0 }.reduce(0, +).squareRoot()
      vector = vector.map { $0 / length }
    }
    #expect(abs(length - 1) < 1e-6)
  }

  /// Each class gets as much of the scores' sum as it has of the labels; of no score comes no label.
  @Test func classesShareAsTheirLabelsDo() {
    let scores = [0.9, 0.5, 0.8, 0.4, 0.7, 0.1, 0.6, 0, 0, 0]
    let spreading = LabelSpreading()
    #expect(spreading.decided(scores, given: [0, 1, -1, -1, -1], 2) == [1, 1, 0, 0, -1])
    // Two of three labels are of the first class: its scores count twice.
    #expect(spreading.decided(scores, given: [0, 1, 0, -1, -1], 2) == [0, 0, 0, 0, -1])
    // A class without a label gets nothing.
    #expect(spreading.decided(scores, given: [0, -1, -1, -1, -1], 2) == [0, 0, 0, 0, -1])
  }

  /// Where no chain of neighbours leads, no label comes; training leaves such examples out.
  @Test func whatIsNotReachedHasNoLabel() throws {
    let far = (0..<12).map { Float($0) * 0.1 + 1000 }
    let features = Matrix(rows: 24, columns: 1, (0..<12).map { Float($0) * 0.1 } + far)
    let given: [Int32] = [0, 1] + [Int32](repeating: -1, count: 22)
    let spreading = LabelSpreading(neighbours: 3, measure: .distance)
    let spread = try spreading.spread(given, classes: 2, over: features)
    #expect(spread.prefix(12).allSatisfy { $0 >= 0 } && spread.suffix(12).allSatisfy { $0 == -1 })
    let examples = try spreading.labelled(
      LabelledFeatures(features, labels: given), classes: 2, execution: Execution(threads: 1)
    ) { _ in }
    #expect(examples.labels == Array(spread.prefix(12)))
    #expect(examples.features.matrix.elements == Array(features.elements.prefix(12)))
  }

  @Test func nothingIsDoneWhereThereIsNothingToSpread() throws {
    let (features, truth) = clusters(10, classes: 2, seed: 1)
    for labels in [truth, [Int32](repeating: -1, count: 10)] {
      let spread = try LabelSpreading().spread(labels, classes: 2, over: features) { _ in
        Issue.record("neighbours were looked for")
      }
      #expect(spread == labels)
    }
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    let (features, truth) = clusters(10, classes: 2, seed: 1)
    func refusal(_ spreading: LabelSpreading, _ labels: [Int32]) -> InputError? {
      #expect(throws: InputError.self) { try spreading.spread(labels, classes: 2, over: features) }
    }
    #expect(refusal(LabelSpreading(neighbours: 0), truth)?.place == "neighbours")
    #expect(refusal(LabelSpreading(trust: 1), truth)?.place == "trust")
    #expect(refusal(LabelSpreading(trust: .nan), truth)?.place == "trust")
    #expect(refusal(LabelSpreading(), Array(truth.dropLast()))?.expected == "10, one for each example")
    #expect(refusal(LabelSpreading(), truth.dropLast() + [2])?.found == "2")
    #expect(refusal(LabelSpreading(), truth.dropLast() + [-2])?.found == "-2")
  }

  /// A network that learns from them is the one that learns from the labels that they come to.
  @Test func fineTuningLearnsFromThem() throws {
    let (features, truth) = clusters(120, classes: 3, seed: 2)
    let given = try LabelledFeatures(features, labels: truth.indices.map { $0 < 6 ? truth[$0] : -1 })
    let network = try LayerGraph.linearClassifier(inputs: 2, classes: 3, loss: .softmaxCrossEntropy)
    var fineTuning = FineTuning(training: TrainingRecipe(epochs: 3, batchSize: 10, learningRate: 0.05))
    let spreading = LabelSpreading(neighbours: 5, measure: .distance)
    let spread = try LabelledFeatures(
      features, labels: spreading.spread(given.labels, classes: 3, over: features))
    let expected = try fineTuning.fit(network, to: spread, validation: nil, seed: 1).classifier.graph
    fineTuning.labelSpreading = spreading
    var shares: [Double] = []
    let found = try fineTuning.fit(network, to: given, validation: nil, seed: 1) {
      if case .spreading(let share) = $0 { shares.append(share) }
      if case .spread(let count) = $0 { #expect(count == 120) }
    }.classifier.graph
    #expect(found == expected && !shares.isEmpty)
  }
}
