/// The search behind `NearestNeighbours`: blocks of examples, each compared with all of them tile by tile.
///
/// Blocks depend on the number of examples alone, and each is computed on one thread, so the bits are the same on any
/// number of threads.
final class NeighbourSearch: Sendable {
  /// How many neighbours each example gets.
  let count: Int
  private let features: any Features
  private let measure: NearestNeighbours.Measure
  private let execution: Execution
  /// Half of the squared norm of each example, and the inverse of the norm, 0 for an example of zeros.
  private let halfSquares, inverseNorms: [Float]
  private let height: Int
  private let found: Found

  /// Examples that are compared with a block at once.
  private static let tile = 256

  /// What blocks fill in. `@unchecked Sendable`: each of them writes the rows of its own examples, and nobody reads before
  /// all are done.
  private final class Found: @unchecked Sendable {
    let indices: UnsafeMutableBufferPointer<Int32>
    let keys: UnsafeMutableBufferPointer<Float>

    init(count: Int) {
      indices = .allocate(capacity: count)
      keys = .allocate(capacity: count)
      indices.initialize(repeating: -1)
      keys.initialize(repeating: .infinity)
    }
    deinit {
      indices.deallocate()
      keys.deallocate()
    }
  }

  init(_ features: any Features, count: Int, measure: NearestNeighbours.Measure, execution: Execution) {
    self.features = features
    self.measure = measure
    self.execution = execution
    self.count = max(0, min(count, features.rows - 1))
    // Small enough that several threads share few examples evenly, large enough that a tile is seldom fetched.
    height = min(512, max(32, (features.rows + 63) / 64))
    found = Found(count: features.rows * self.count)
    let squares = Self.squaredNorms(of: features)
    halfSquares = squares.map { Float($0 / 2) }
    inverseNorms = squares.map { $0 > 0 ? Float(1 / $0.squareRoot()) : 0 }
  }

  private static func squaredNorms(of features: any Features) -> [Double] {
    stride(from: 0, to: features.rows, by: tile).flatMap { first in
      let part = features.matrix(rows: first..<min(first + tile, features.rows))
      return (0..<part.rows).map { part.row($0).reduce(0.0) { $0 + Double($1) * Double($1) } }
    }
  }

  /// Compares all with all.
  func run(_ report: (Double) throws -> Void) throws {
    let blocks = (features.rows + height - 1) / height
    guard blocks > 0, count > 0 else { return }
    let team = Team(threads: execution.threads)
    let panels = min(Panels.most, 2 * team.threads)
    let job = Team.Job<Int>(team, phases: [[panels]]) { [self] first, _, panel in
      if first + panel < blocks { search(block: first + panel) }
    }
    for first in stride(from: 0, to: blocks, by: panels) {
      try report(Double(first) / Double(blocks))
      job.run(first)
    }
  }

  /// The neighbours and their distances, once all have been compared.
  var result: (indices: [Int32], distances: [Float]) {
    let distances = found.keys.indices.map { place in
      let row = place / count
      let distance =
        switch measure {
        case .angle: 1 + inverseNorms[row] * found.keys[place]
        case .distance: halfSquares[row] + found.keys[place]
        }
      // Rounding can leave less than nothing of what is nothing.
      return max(0, distance)
    }
    return (Array(found.indices), distances)
  }

  private func search(block: Int) {
    let rows = block * height..<min((block + 1) * height, features.rows)
    let arithmetic = Arithmetic(engine: execution.arithmetic.engine)
    var examples = features.matrix(rows: rows)
    var products = Matrix(rows: rows.count, columns: Self.tile)
    for first in stride(from: 0, to: features.rows, by: Self.tile) {
      let others = first..<min(first + Self.tile, features.rows)
      var tile = features.matrix(rows: others)
      examples.withWindow { examples in
        tile.withWindow { tile in
          products.withWindow { products in
            let products = products.columns(0..<others.count)
            arithmetic.multiply(examples.asIs, tile.transposed, into: products)
            for row in rows { look(at: products, row - rows.lowerBound, of: row, others: others) }
          }
        }
      }
    }
  }

  /// Takes those of some others that are nearer to an example than the ones that it has. What is compared is a distance
  /// without what is the same for all others of the example.
  private func look(at products: Window, _ line: Int, of row: Int, others: Range<Int>) {
    let product = products.pointer + line * products.stride
    let (keys, indices) = (found.keys, found.indices)
    let (nearest, farthest) = (row * count, (row + 1) * count - 1)
    for (place, other) in others.enumerated() {
      let key =
        switch measure {
        case .angle: -product[place] * inverseNorms[other]
        case .distance: halfSquares[other] - product[place]
        }
      guard key < keys[farthest], other != row else { continue }
      // Of equally near ones the first comes first.
      var slot = farthest
      while slot > nearest, key < keys[slot - 1] {
        (keys[slot], indices[slot]) = (keys[slot - 1], indices[slot - 1])
        slot -= 1
      }
      (keys[slot], indices[slot]) = (key, Int32(other))
    }
  }
}
