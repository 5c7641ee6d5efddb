import StrataTestSupport
import Testing

@testable import StrataLinearAlgebra

/// Neighbours against a search in double precision that compares every two.
struct NearestNeighboursTests {
  typealias Measure = NearestNeighbours.Measure

  private func examples(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
    Matrix(
      rows: rows, columns: columns,
      RandomStream(seed: seed, purpose: "test").uniform(count: rows * columns).map { $0 - 0.3 })
  }

  /// How far two rows are, by the definition.
  private func distance(_ measure: Measure, _ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
    let (a, b) = (a.map(Double.init), b.map(Double.init))
    func product(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    switch measure {
    case .angle:
      let norms = (product(a, a) * product(b, b)).squareRoot()
      return norms > 0 ? 1 - product(a, b) / norms : 1
    case .distance: return zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 2
    }
  }

  /// Fewer than a block, blocks and a rest, tiles and a rest; narrow and wide.
  @Test(arguments: [(5, 3), (33, 1), (300, 20), (513, 7), (2100, 12)], Measure.allCases)
  func theyAreTheNearest(shape: (rows: Int, columns: Int), measure: Measure) throws {
    let examples = examples(shape.rows, shape.columns, seed: UInt64(shape.rows))
    let found = try NearestNeighbours(of: examples, count: 4, by: measure, execution: Execution(threads: 2))
    #expect(found.count == 4 && found.indices.count == 4 * shape.rows)
    for row in stride(from: 0, to: shape.rows, by: max(1, shape.rows / 60)) {
      let all = (0..<shape.rows).filter { $0 != row }.map {
        (distance(measure, examples.row(row), examples.row($0)), $0)
      }.sorted { $0 < $1 }
      let places = row * 4..<row * 4 + 4
      for (place, expected) in zip(places, all) {
        #expect(abs(Double(found.distances[place]) - expected.0) < 2e-6)
        let other = Int(found.indices[place])
        #expect(other != row)
        #expect(abs(distance(measure, examples.row(row), examples.row(other)) - expected.0) < 2e-6)
      }
      #expect(Set(found.indices[places]).count == 4)
      #expect(Array(found.distances[places]).sorted() == Array(found.distances[places]))
    }
  }

  @Test(arguments: Measure.allCases) func theBitsAreThoseOfAnyNumberOfThreads(measure: Measure) throws {
    let examples = examples(700, 30, seed: 1)
    let one = try NearestNeighbours(of: examples, count: 10, by: measure, execution: Execution(threads: 1))
    for threads in [2, 3, 5] {
      let others = try NearestNeighbours(
        of: examples, count: 10, by: measure, execution: Execution(threads: threads))
      #expect(others == one)
    }
  }

  /// Of equally near ones those that come first; fewer than were asked for where there are no more.
  @Test func fewAndEqualExamples() throws {
    let equal = Matrix(rows: 6, columns: 2, [Float](repeating: 1, count: 12))
    let found = try NearestNeighbours(of: equal, count: 2, by: .distance)
    #expect(found.indices == [1, 2, 0, 2, 0, 1, 0, 1, 0, 1, 0, 1])
    #expect(found.distances.allSatisfy { $0 == 0 })
    let two = try NearestNeighbours(of: examples(2, 3, seed: 1), count: 9, by: .angle)
    #expect(two.count == 1 && two.indices == [1, 0])
    for rows in 0...1 {
      let none = try NearestNeighbours(of: examples(rows, 3, seed: 1), count: 9, by: .angle)
      #expect(none.indices.isEmpty && none.rows == rows)
    }
  }

  /// An example of zeros lies at a right angle to all.
  @Test func anExampleOfZerosHasNeighboursToo() throws {
    var elements = examples(40, 5, seed: 2).elements
    for place in 0..<5 { elements[place] = 0 }
    let found = try NearestNeighbours(of: Matrix(rows: 40, columns: 5, elements), count: 3, by: .angle)
    #expect(found.indices[0..<3] == [1, 2, 3] && found.distances[0..<3].allSatisfy { $0 == 1 })
    #expect(found.distances.allSatisfy { $0.isFinite })
  }

  /// What throws ends the search, and shares rise from 0.
  @Test func itIsReportedAndCanBeEnded() throws {
    var shares: [Double] = []
    _ = try NearestNeighbours(
      of: examples(900, 4, seed: 1), count: 3, by: .angle, execution: Execution(threads: 1)
    ) { shares.append($0) }
    #expect(
      shares.first == 0 && shares == shares.sorted() && shares.allSatisfy { $0 < 1 } && shares.count > 3)
    #expect(throws: CancellationError.self) {
      try NearestNeighbours(of: examples(900, 4, seed: 1), count: 3, by: .angle) { _ in
        throw CancellationError()
      }
    }
  }
}
