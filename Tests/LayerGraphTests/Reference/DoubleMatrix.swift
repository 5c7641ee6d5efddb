import StrataLinearAlgebra

/// A row-major matrix of Double with nothing clever about it: what the reference counts with.
struct DoubleMatrix: Equatable {
  let rows: Int
  let columns: Int
  var elements: [Double]

  init(rows: Int, columns: Int, _ value: (_ row: Int, _ column: Int) -> Double = { _, _ in 0 }) {
    self.rows = rows
    self.columns = columns
    elements = (0..<rows * columns).map { value($0 / columns, $0 % columns) }
  }

  init(_ matrix: Matrix) {
    self.init(rows: matrix.rows, columns: matrix.columns) { Double(matrix[$0, $1]) }
  }

  subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  var transposed: DoubleMatrix { DoubleMatrix(rows: columns, columns: rows) { self[$1, $0] } }

  static func + (a: DoubleMatrix, b: DoubleMatrix) -> DoubleMatrix {
    DoubleMatrix(rows: a.rows, columns: a.columns) { a[$0, $1] + b[$0, $1] }
  }

  func map(_ transform: (Double) -> Double) -> DoubleMatrix {
    DoubleMatrix(rows: rows, columns: columns) { transform(self[$0, $1]) }
  }
}

/// The largest difference as a share of the largest element of the reference; infinite where shapes
/// differ or a number is not finite.
func relativeError(_ found: Matrix, _ reference: DoubleMatrix) -> Double {
  guard found.rows == reference.rows && found.columns == reference.columns else { return .infinity }
  let scale = reference.elements.reduce(0) { max($0, abs($1)) }
  let error = zip(found.elements, reference.elements).reduce(0.0) { worst, pair in
    let difference = abs(Double(pair.0) - pair.1)
    return difference.isFinite ? max(worst, difference) : .infinity
  }
  return error == 0 ? 0 : error / scale
}

/// The worst relative error of some matrices by name; infinite where the names differ.
func relativeError(_ found: [String: Matrix], _ reference: [String: DoubleMatrix]) -> Double {
  guard Set(found.keys) == Set(reference.keys) else { return .infinity }
  return found.reduce(0) { worst, pair in
    max(worst, reference[pair.key].map { relativeError(pair.value, $0) } ?? .infinity)
  }
}

/// a · b.
func product(_ a: DoubleMatrix, _ b: DoubleMatrix) -> DoubleMatrix {
  DoubleMatrix(rows: a.rows, columns: b.columns) { row, column in
    (0..<a.columns).reduce(0) { $0 + a[row, $1] * b[$1, column] }
  }
}

extension DoubleMatrix {
  /// A matrix of the same shape, made from row and column.
  func like(_ element: (Int, Int) -> Double) -> DoubleMatrix {
    DoubleMatrix(rows: rows, columns: columns, element)
  }

  /// One row: for each column the sum over the rows of a term.
  func columnSums(_ term: (Int, Int) -> Double) -> DoubleMatrix {
    DoubleMatrix(rows: 1, columns: columns) { _, column in (0..<rows).reduce(0) { $0 + term($1, column) } }
  }
}
