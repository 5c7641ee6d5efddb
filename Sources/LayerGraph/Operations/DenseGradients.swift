internal import StrataLinearAlgebra

/// What a use of a weight W of r × c adds to its gradient: Lᵀ·R, with L of batch × r and R of batch × c.
///
/// A plain use x·W has L = x and R = dy; a transposed one x·Wᵀ has L = dy and R = x. So a weight that
/// an encoder and a decoder share is a sum of two products. Where the uses' rows lie one behind the
/// other in memory it is one product over all of them; where L is mostly zeros, its product skips them.
struct WeightGradient: GradientTerm {
  let left, right: Place
  /// The non-zeros of L, where skipping the others pays.
  let sparse: SparseBatch?
  let arithmetic: Arithmetic

  let readsParameter = false
  var cost: Int { left.rows * left.columns * right.columns / (sparse == nil ? 1 : 8) }

  var accesses: [Access] {
    [sparse.map { .reads($0.columnsIdentity, .all) } ?? .reads(left, .all), .reads(right, .all)]
  }

  func add(to target: Window, region: Region, batch: Batch, beta: Float) {
    if let sparse {
      (batch.nonZeros ?? sparse).multiplyTransposed(
        right, columns: region.columns, into: target.columns(region.columns), rows: region.rows, beta: beta)
    } else {
      add(to: target, region: region, examples: batch.count, beta: beta)
    }
  }

  /// The product over the first `examples` rows of L and R.
  fileprivate func add(to target: Window, region: Region, examples: Int, beta: Float) {
    arithmetic.multiply(
      left.window.rows(0..<examples).columns(region.rows).transposed,
      right.window.rows(0..<examples).columns(region.columns).asIs, into: target[region], beta: beta)
  }

  /// The same terms, all uses of a weight in one where their rows lie one behind the other and none is sparse.
  static func joining(_ terms: [any GradientTerm]) -> [any GradientTerm] {
    let uses = terms.compactMap { $0 as? WeightGradient }
    guard uses.count > 1, uses.allSatisfy({ $0.sparse == nil }),
      let left = Place.joined(uses.map(\.left)), let right = Place.joined(uses.map(\.right))
    else { return terms }
    let all = WeightGradient(left: left, right: right, sparse: nil, arithmetic: uses[0].arithmetic)
    return terms.filter { !($0 is WeightGradient) } + [JoinedWeightGradient(all: all, uses: uses)]
  }
}

/// The uses of a weight as one product, or one after the other for a batch that does not fill its memory.
private struct JoinedWeightGradient: GradientTerm {
  let all: WeightGradient
  let uses: [WeightGradient]

  let readsParameter = false
  var cost: Int { all.cost }
  var accesses: [Access] { all.accesses }

  func add(to target: Window, region: Region, batch: Batch, beta: Float) {
    guard batch.count != uses[0].left.rows else {
      return all.add(to: target, region: region, examples: all.left.rows, beta: beta)
    }
    for (index, use) in uses.enumerated() {
      use.add(to: target, region: region, batch: batch, beta: index == 0 ? beta : 1)
    }
  }
}

/// What a use of a bias adds to its gradient: the sum of dy over the batch.
struct BiasGradient: GradientTerm {
  let dy: Place

  let readsParameter = false
  var cost: Int { dy.rows * dy.columns }
  var accesses: [Access] { [.reads(dy, .all)] }

  func add(to target: Window, region: Region, batch: Batch, beta: Float) {
    Kernels.columnSums(
      dy.window.rows(0..<batch.count).columns(region.columns), into: target[region], beta: beta)
  }
}
